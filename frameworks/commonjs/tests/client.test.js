const { createClient, isConnectError } = require("@plastiq-connect/node");
const { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } = require("@plastiq-connect/sandbox");

test("a client is created and called", async () => {
  const client = createClient({ apiKey: "key-of-the-test", baseUrl: "http://127.0.0.1:9/api", retries: 0 });
  const call = client.payers.retrieve("3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63", { endUser: "none" });
  const error = await call.catch((reason) => reason);

  expect(isConnectError(error)).toBe(true);
  expect(error.code).toBe("network_failed");
});

test("a client calls the sandbox of the test", async () => {
  const sandbox = createSandbox();
  const client = createClient({
    apiKey: LOCAL_API_KEY,
    baseUrl: "https://sandbox.test/api",
    fetch: (url, init) => sandbox.fetch(new Request(url, init)),
  });

  const payer = await client.payers.retrieve(LOCAL_PAYER_ID, { endUser: "none" });

  expect(payer.id).toBe(LOCAL_PAYER_ID);
});
