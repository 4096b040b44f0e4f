import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMPATIBILITY_DATES, type RunningWorker, runWorker } from "./testing/worker.ts";

const TOKEN = "a-token-of-this-test-0123456789abcdef";

// Mounted at global scope, where workerd forbids clock and randomness.
const WORKER = `
  import { mountSandbox } from "@plastiq-connect/sandbox";

  const { handle } = mountSandbox({ basePath: "/preview", token: "${TOKEN}" });
  export default { fetch: (request) => handle(request) };
`;

describe.each(COMPATIBILITY_DATES)("a sandbox that is mounted in workerd at %s", (compatibilityDate) => {
  let worker: RunningWorker;
  beforeAll(async () => {
    worker = await runWorker(WORKER, { compatibilityDate, baseUrl: "http://127.0.0.1:9/api" });
  });
  afterAll(() => worker?.close());

  it("mints, and refuses a request without the token", async () => {
    const mint = (token: string) =>
      fetch(new URL(`/preview/${token}/api/client-secrets`, worker.url), {
        method: "POST",
        headers: { authorization: `Bearer ${LOCAL_API_KEY}`, "content-type": "application/json", "user-agent": "test" },
        body: JSON.stringify({ payer: { id: LOCAL_PAYER_ID }, type: "CARD" }),
      });
    expect((await (await mint(TOKEN)).json()).clientSecret).toMatch(/^\S{10,}$/);
    expect((await mint("another-token")).status).toBe(404);
  });
});
