import type { Attack } from "../attack.ts";
import { requestText } from "../wire/request-text.ts";
import { CUT_OFF, inFront, ON_NODE, on, refused, WITH_NODE_ADAPTER } from "./expectations.ts";

const websocket = {
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Version": "13",
  "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
};

/** Methods other than POST, and requests that pretend to be a POST. */
export const METHOD_ATTACKS: readonly Attack[] = [
  { name: "method GET", text: requestText({ method: "GET" }), expect: refused("method-not-allowed") },
  { name: "method PUT", text: requestText({ method: "PUT" }), expect: refused("method-not-allowed") },
  { name: "method PATCH", text: requestText({ method: "PATCH" }), expect: refused("method-not-allowed") },
  { name: "method DELETE", text: requestText({ method: "DELETE" }), expect: refused("method-not-allowed") },
  {
    name: "method HEAD",
    text: requestText({ method: "HEAD" }),
    // The response has no body, so it does not name the problem.
    expect: { responses: [{ by: "endpoint", status: 405 }] },
  },
  {
    name: "method GET with a body, and a header that says POST",
    text: requestText({ method: "GET", headers: { "X-HTTP-Method-Override": "POST" }, body: "_method=POST" }),
    expect: refused("method-not-allowed"),
  },
  {
    name: "method TRACE",
    text: requestText({ method: "TRACE" }),
    expect: refused("method-not-allowed"),
    // The adapter refuses it: a standard Request cannot have this method.
    but: on(WITH_NODE_ADAPTER, inFront(400)),
  },
  {
    name: "method CONNECT",
    text: requestText({ method: "CONNECT", target: "127.0.0.1:80" }),
    expect: CUT_OFF,
    but: { ...on(["Bun", "Deno"], inFront(404)), workerd: inFront(500) },
  },
  {
    name: "method post, in small letters",
    text: requestText({ method: "post" }),
    expect: refused("method-not-allowed"),
    but: { ...on(ON_NODE, inFront(400)), Bun: CUT_OFF, workerd: inFront(501) },
  },
  {
    name: "a method that there is not",
    text: requestText({ method: "MINT" }),
    expect: refused("method-not-allowed"),
    but: { ...on(ON_NODE, inFront(400)), Bun: CUT_OFF, workerd: inFront(501) },
  },
  {
    name: "a WebSocket",
    text: requestText({ method: "GET", headers: websocket }),
    stopsAtResponse: true,
    expect: refused("method-not-allowed"),
  },
];
