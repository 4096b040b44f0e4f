/** Returns the fields of a value with their types, such as `data[].id: string`. It contains no value. */
export function shapeOf(value: unknown, path = "body"): readonly string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => shapeOf(item, `${path}[]`)))];
  if (typeof value !== "object" || value === null) return [`${path}: ${value === null ? "null" : typeof value}`];
  const names = Object.keys(value).filter((name) => /^[a-z][\w-]{0,63}$/i.test(name));
  return names.flatMap((name) => shapeOf((value as Readonly<Record<string, unknown>>)[name], `${path}.${name}`));
}

/** Returns the fields that only one of two shapes has. The items of an empty list are not compared. */
export function differencesOf(local: readonly string[], remote: readonly string[]): readonly string[] {
  const isComparable = (line: string, other: readonly string[]) => {
    const list = /^(.*?\[\])/.exec(line)?.[1];
    return list === undefined || other.some((candidate) => candidate.startsWith(list));
  };
  const only = (some: readonly string[], others: readonly string[], where: string) =>
    some.filter((line) => !others.includes(line) && isComparable(line, others)).map((line) => `only ${where}: ${line}`);
  return [...only(local, remote, "local"), ...only(remote, local, "remote")];
}
