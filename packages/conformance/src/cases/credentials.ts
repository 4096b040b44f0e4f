import type { CallCase, ClientSetup } from "../case.ts";
import { matches, type Pattern } from "../pattern.ts";

const setup = (name: string, rule: string, client: ClientSetup, error: Pattern): CallCase => ({
  name: `credentials/${name}`,
  rule,
  kind: "call",
  operation: "createClientSecret",
  withoutApiKey: "spend",
  client,
  responses: [{ status: 200, body: { id: "method-1", clientSecret: "{clientSecret}" } }],
  expected: { requests: 0, error },
});

const NOT_SENT = { code: "configuration_invalid", outcome: "not-sent", attempts: 0 };
const NO_NUMBER = "A timeout, deadline or number of retries outside its range is an error.";

/** Cases about credentials and the options of a client. */
export const CREDENTIAL_CASES: readonly CallCase[] = [
  {
    name: "credentials/api-key",
    rule: "A server sends the API key as a bearer token.",
    kind: "call",
    operation: "createClientSecret",
    expected: { requests: 1, request: { bearer: "local" } },
  },
  {
    name: "credentials/client-secret",
    rule: "A call with a client secret sends it as the credential, and never an API key.",
    kind: "call",
    operation: "spend",
    expected: { requests: 1, request: { bearer: "client-secret-1" } },
  },
  {
    name: "credentials/key-is-asked-for-again",
    rule: "After a 401, the key function is called once more: the key may have been rotated.",
    kind: "call",
    operation: "createClientSecret",
    client: { apiKeys: ["an-old-key-5d1e8b", "{apiKey}"] },
    expected: { requests: 2, request: { bearer: "local" } },
  },
  {
    name: "credentials/key-is-asked-for-again-for-a-card",
    rule: "With a key function, every operation is retried after a 401: nothing took effect.",
    kind: "call",
    operation: "createPaymentMethod",
    client: { apiKeys: ["an-old-key-5d1e8b", "{apiKey}"] },
    expected: { requests: 2, stored: { paymentMethods: 1 } },
  },
  {
    name: "credentials/key-is-asked-for-once-more-only",
    rule: "A second 401 is final.",
    kind: "call",
    operation: "createClientSecret",
    client: { apiKeys: ["an-old-key-5d1e8b"] },
    expected: { requests: 2, error: { code: "unauthorized", outcome: "rejected", status: 401, attempts: 2 } },
  },
  {
    name: "credentials/key-as-text-is-final",
    rule: "With a key that is a string, a 401 is final.",
    kind: "call",
    operation: "createClientSecret",
    prepare: [{ do: "revoke-key" }],
    expected: { requests: 1, error: { code: "unauthorized", status: 401, message: matches("Check the API key") } },
  },
  {
    name: "credentials/key-cannot-be-had",
    rule: "When the key function fails, nothing is sent, and its error is the cause.",
    kind: "call",
    operation: "createClientSecret",
    client: { apiKeyFailure: "The vault is shut." },
    expected: { requests: 0, error: { ...NOT_SENT, cause: matches("The vault is shut") } },
  },
  {
    name: "credentials/function-gives-no-key",
    rule: "A key that the function returns is checked like a key that is a string.",
    kind: "call",
    operation: "createClientSecret",
    client: { apiKeys: ["canary-5d1e8b\ncanary-9c2f7a"] },
    hidden: ["canary-5d1e8b", "canary-9c2f7a"],
    expected: { requests: 0, error: NOT_SENT },
  },
  {
    name: "credentials/key-comes-too-late",
    rule: "When the timeout ends before the key function returns, nothing is sent, not even later.",
    kind: "call",
    operation: "createClientSecret",
    client: { apiKeys: ["{apiKey}"], apiKeyDelay: 150, timeout: 50, retries: 0 },
    linger: 200,
    responses: [{ never: true }],
    expected: { requests: 0, error: { code: "timed_out", outcome: "not-sent", attempts: 0 } },
  },
  {
    name: "credentials/address-is-not-allowed",
    rule: "An address that is not on the allowlist is `forbidden`, and a wrong key is `unauthorized`.",
    kind: "call",
    operation: "createClientSecret",
    prepare: [{ do: "allow-ips", ips: ["192.0.2.1"] }],
    expected: { requests: 1, error: { code: "forbidden", outcome: "rejected", message: matches("allowlist") } },
  },
  setup("no-tls", "Plain HTTP is allowed only to loopback.", { baseUrl: "http://api.example/api" }, NOT_SENT),
  setup(
    "no-tls-on-a-like-name",
    "A host whose name only starts like a loopback address is not loopback.",
    { baseUrl: "http://127.0.0.1.example/api" },
    NOT_SENT,
  ),
  setup("base-url-is-none", "A base URL must be a valid URL.", { baseUrl: "api.example" }, NOT_SENT),
  setup("unknown-environment", "An unknown environment is an error.", { environment: "staging" }, NOT_SENT),
  setup("timeout-of-nothing", NO_NUMBER, { timeout: 0 }, NOT_SENT),
  setup("retries-below-none", NO_NUMBER, { retries: -1 }, NOT_SENT),
  setup("deadline-beyond-timers", NO_NUMBER, { deadline: 2_147_483_648 }, NOT_SENT),
];
