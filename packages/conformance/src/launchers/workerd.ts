import { createClient, endUserFrom, isConnectError, readInbound } from "@plastiq-connect/cloudflare";
import type { InboundFacts } from "../case.ts";
import { remoteSandbox } from "../remote-sandbox.ts";
import { runConformance } from "../runner.ts";
import { serverSubject } from "../server-subject.ts";
import { casesOf, readJob } from "./job.ts";

// A Worker must not use the network, the clock or randomness at global scope: a client that does so fails here.
createClient({ PLASTIQ_API_KEY: "a-key-that-opens-nothing" });

/** Creates a request like Cloudflare's: header values are read as UTF-8, and the address is in a header. */
function requestOf({ headers, peer }: InboundFacts): Request {
  const request = new Request("https://worker.example/");
  for (const [name, value] of Object.entries(headers)) {
    request.headers.set(name, new TextDecoder().decode(Uint8Array.from(value, (byte) => byte.charCodeAt(0))));
  }
  if (peer !== undefined) request.headers.set("cf-connecting-ip", peer);
  return request;
}

/** A Worker that runs the job in the body of a request, and responds with its report as JSON. */
export default {
  async fetch(request: Request, { VERSION }: { readonly VERSION: string }): Promise<Response> {
    const job = readJob(await request.text());
    const subject = serverSubject({
      runtime: { name: "workerd", version: VERSION },
      lacks: { "not-sent": "workerd's fetch does not say whether a connection was made." },
      createClient: (options) => createClient({}, options),
      endUserFrom,
      isConnectError,
      inboundOf: (facts) => readInbound(requestOf(facts)),
      // Without `nodejs_compat`, workerd prints a value in no other ways than the runner.
      inspect: () => [],
    });
    return Response.json(await runConformance(subject, remoteSandbox(job.addresses), casesOf(job)));
  },
};
