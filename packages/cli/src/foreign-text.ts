/** Text that somebody else wrote, on one line and unable to steer a terminal. */
export function plain(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ");
}

/** Where a URL leads, without the credentials and the query in it; undefined when the text is no URL. */
export function addressOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, host, pathname } = new URL(text);
  return host ? plain(`${protocol}//${host}${pathname === "/" ? "" : pathname}`) : undefined;
}
