import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { expect, it, vi } from "vitest";
import { DENO, runDeno } from "./testing/run-deno.ts";

// Deno compiles with all types, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 300_000 });

it("fits Deno's own types with a client", async () => {
  const script = `
    import { createClient, endUserFrom, readInbound } from "@plastiq-connect/deno";
    export function serve(): void {
      const connect = createClient({ timeout: 5_000 });
      const response = async (request: Request, info: Deno.ServeHandlerInfo): Promise<Response> => {
        const endUser = endUserFrom(readInbound(request, info));
        const { expiresAt } = await connect.clientSecrets.create({ payer: { id: "" } }, { endUser });
        return Response.json({ expiresAt });
      };
      Deno.serve(response);
      Deno.serve({ path: "/tmp/socket" }, (request, info) => Response.json(readInbound(request, info).peer));
    }
  `;
  expect(await runDeno(script, { check: true })).toEqual({ code: 0, stdout: "", stderr: "" });
});

it("fits Deno's own types with a mint endpoint", async () => {
  const script = `
    import { mintEndpoint } from "@plastiq-connect/deno";
    export function serve(): void {
      const endpoint = mintEndpoint({
        allowedOrigins: ["https://shop.example"],
        authorize: async (request, { native }) =>
          request.headers.has("cookie") && native.info.remoteAddr.transport === "tcp"
            ? { payerId: "${LOCAL_PAYER_ID}" }
            : { refused: "unauthenticated" },
        rateLimit: async (payerId) => payerId ? { allowed: true } : { allowed: false, retryAfter: 1_000 },
      });
      Deno.serve(endpoint);
    }
  `;
  expect(await runDeno(script, { check: true })).toEqual({ code: 0, stdout: "", stderr: "" });
});

it("can be published to JSR, together with core", async () => {
  const publish = promisify(execFile)(
    DENO,
    ["publish", "--quiet", "--dry-run", "--allow-dirty", "--config", "../deno.json"],
    { cwd: fileURLToPath(new URL("..", import.meta.url)) },
  );

  await expect(publish).resolves.toBeDefined();
});
