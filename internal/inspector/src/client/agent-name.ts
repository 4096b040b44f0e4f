const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\/(\d+)/, "Edge"],
  [/\bOPR\/(\d+)/, "Opera"],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, "Firefox"],
  [/\b(?:Chrome|CriOS)\/(\d+)/, "Chrome"],
  [/\bVersion\/(\d+)[\d.]* (?:Mobile\/\w+ )?Safari\//, "Safari"],
];

/** A User-Agent in the width of a column, such as `Safari 19 · iPhone`. What is not a browser's stays as it is. */
export function agentName(agent: string): string {
  const platform = /^Mozilla\/5\.0 \(([^;)]+)/.exec(agent)?.[1];
  if (platform === undefined) return agent;
  for (const [pattern, name] of browsers) {
    const version = pattern.exec(agent)?.[1];
    if (version !== undefined) return `${name} ${version} · ${platform}`;
  }
  return agent;
}
