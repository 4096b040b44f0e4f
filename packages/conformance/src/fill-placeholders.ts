/** Returns a copy of plain data with the placeholders, such as `{payer}`, replaced. */
export function fill<Data>(data: Data, texts: Readonly<Record<string, string>>): Data {
  const visit = (part: unknown): unknown => {
    if (typeof part === "string") return part.replace(/\{(\w+)\}/g, (whole, name: string) => texts[name] ?? whole);
    if (Array.isArray(part)) return part.map(visit);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, held]) => [key, visit(held)]));
  };
  return visit(data) as Data;
}
