// Visible ASCII, Latin-1, inner spaces and tabs, which every HTTP stack sends unchanged. Some stacks trim spaces at the
// ends.
const HEADER_VALUE = /^[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?$/;

/** Returns whether every HTTP stack sends this text unchanged as a header value. */
export function isHeaderValue(value: string): boolean {
  return HEADER_VALUE.test(value);
}
