import { expect, it } from "vitest";
import { destinationsOf, headersFile, securityHeaders } from "../security-headers.ts";

const policyOf = (env: Record<string, string>, dev?: boolean) =>
  securityHeaders(destinationsOf(env), dev)["Content-Security-Policy"];

it.each([
  [{}, "connect-src 'self' https://connect.sandbox.plastiq.com/api/payment-methods;"],
  [{ VITE_PLASTIQ_ENVIRONMENT: "production" }, "connect-src 'self' https://connect.plastiq.com/api/payment-methods;"],
  [
    { VITE_MINT_ENDPOINT: "https://pay.example/mint", VITE_PLASTIQ_BASE_URL: "http://127.0.0.1:4010/api" },
    "connect-src 'self' https://pay.example/mint http://127.0.0.1:4010/api/payment-methods;",
  ],
  [
    { VITE_MINT_ENDPOINT: "https://pay.example/mint", VITE_INVOICES_ENDPOINT: "https://pay.example/invoices" },
    "connect-src https://pay.example/mint https://pay.example/invoices/ https://connect.sandbox.plastiq.com/api/payment-methods;",
  ],
])("%j: %s", (env, sources) => expect(policyOf(env)).toContain(sources));

it("fails the build for a wrong environment", () => {
  expect(() => policyOf({ VITE_PLASTIQ_ENVIRONMENT: "live" })).toThrow('environment must be "sandbox" or "production"');
});

it("allows no script and no style but the page's own, and writes a file for static hosts", () => {
  for (const dev of [false, true]) expect(policyOf({}, dev)).not.toMatch(/unsafe|https:[; ]|\*/);
  expect(headersFile({ "X-Frame-Options": "DENY" })).toBe("/*\n  X-Frame-Options: DENY\n");
});
