// Visible ASCII, Latin-1, inner spaces and tabs: what every HTTP stack sends as it stands. Spaces at the ends are cut
// off by some stacks, so that the value would not arrive as given.
const HEADER_VALUE = /^[!-~\x80-\xff](?:[\t -~\x80-\xff]*[!-~\x80-\xff])?$/;

/** Returns whether every HTTP stack sends this text as a header's value unchanged. */
export function isHeaderValue(value: string): boolean {
  return HEADER_VALUE.test(value);
}
