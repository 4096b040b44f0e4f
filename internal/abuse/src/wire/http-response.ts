/** A parsed HTTP/1.1 response. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. Of several headers with one name, the last. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/**
 * Returns the complete responses at the start of what a server sent, without interim ones (1xx).
 *
 * @param ended Whether the server has ended the connection, which also ends a response without a length.
 */
export function readResponses(received: string, ended: boolean): readonly HttpResponse[] {
  const responses: HttpResponse[] = [];
  for (let rest = received; rest !== ""; ) {
    const endOfHead = rest.indexOf("\r\n\r\n");
    const [statusLine = "", ...lines] = rest.slice(0, endOfHead).split("\r\n");
    const [, code] = /^HTTP\/1\.[01] (\d{3})/.exec(statusLine) ?? [];
    if (endOfHead < 0 || code === undefined) break;
    const status = Number(code);
    const headers = new Map(lines.map((line): [string, string] => splitHeader(line)));
    const body = readBody(rest.slice(endOfHead + 4), status, headers, ended);
    if (body === undefined) break;
    if (status >= 200) responses.push({ status, headers, body: body.text });
    rest = body.rest;
  }
  return responses;
}

function splitHeader(line: string): [string, string] {
  const colon = line.indexOf(":");
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}

function readBody(
  rest: string,
  status: number,
  headers: ReadonlyMap<string, string>,
  ended: boolean,
): { text: string; rest: string } | undefined {
  if (status < 200 || status === 204 || status === 304) return { text: "", rest };
  if (headers.get("transfer-encoding") === "chunked") return readChunks(rest);
  const length = headers.get("content-length");
  if (length === undefined) return ended ? { text: rest, rest: "" } : undefined;
  // The response to HEAD has the length of a body, but no body.
  if (ended && rest === "") return { text: "", rest };
  return rest.length < Number(length)
    ? undefined
    : { text: rest.slice(0, Number(length)), rest: rest.slice(Number(length)) };
}

function readChunks(rest: string): { text: string; rest: string } | undefined {
  let text = "";
  for (let at = 0; ; ) {
    const endOfLine = rest.indexOf("\r\n", at);
    if (endOfLine < 0) return undefined;
    const size = Number.parseInt(rest.slice(at, endOfLine), 16);
    const start = endOfLine + 2;
    if (rest.length < start + size + 2) return undefined;
    text += rest.slice(start, start + size);
    at = start + size + 2;
    if (size === 0) return { text, rest: rest.slice(at) };
  }
}
