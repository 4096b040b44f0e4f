const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\/(\d+)/, "Edge"],
  [/\bOPR\/(\d+)/, "Opera"],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, "Firefox"],
  [/\b(?:Chrome|CriOS)\/(\d+)/, "Chrome"],
  [/\bVersion\/(\d+)[\d.]* (?:Mobile\/\w+ )?Safari\//, "Safari"],
];

/** Shortens a User-Agent to the width of a column, such as `Safari 19 · iPhone`. Any other text is returned unchanged. */
export function agentName(agent: string): string {
  const platform = /^Mozilla\/5\.0 \(([^;)]+)/.exec(agent)?.[1];
  if (platform === undefined) return agent;
  for (const [pattern, name] of browsers) {
    const version = pattern.exec(agent)?.[1];
    if (version !== undefined) return `${name} ${version} · ${platform}`;
  }
  return agent;
}
