// The functions of the page on secrets managers, against servers that respond as those services document it.
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createClient } from "@plastiq-connect/node";
import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { awsKey, cached, googleKey, vaultKey } from "../examples/secrets.ts";

/** Starts a store on loopback. Returns its address. */
async function startStore(bodyFor: (request: IncomingMessage) => unknown): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    const body = bodyFor(request);
    response.writeHead(body === undefined ? 403 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(body ?? {}));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Mints with the key that a function returns. */
async function expectMint(apiKey: () => Promise<string>): Promise<void> {
  const sandbox = createSandbox();
  const connect = createClient({ apiKey, fetch: (url, init) => sandbox.fetch(new Request(url, init)) });
  const secret = await connect.clientSecrets.create({ payer: { id: LOCAL_PAYER_ID } }, { endUser: "none" });
  expect(secret.reveal()).toMatch(/^LOCALCLIENTSECRET/);
}

describe("a key function for a secrets manager", () => {
  it("reads the key from AWS Secrets Manager", async () => {
    const endpoint = await startStore(({ headers }) =>
      headers["x-amz-target"] === "secretsmanager.GetSecretValue" ? { SecretString: LOCAL_API_KEY } : undefined,
    );
    const credentials = { accessKeyId: "id-of-a-test", secretAccessKey: "key-of-a-test" };
    await expectMint(
      awsKey("plastiq-api-key", new SecretsManagerClient({ endpoint, region: "us-east-1", credentials })),
    );
  });

  it("reads the key from Google Cloud Secret Manager", async () => {
    const secret = "projects/shop/secrets/plastiq-api-key/versions/latest";
    const address = await startStore(({ url, headers }) => {
      if (headers["metadata-flavor"] === "Google") return { access_token: "token-of-a-test", expires_in: 3599 };
      const isAllowed = url === `/v1/${secret}:access` && headers.authorization === "Bearer token-of-a-test";
      return isAllowed ? { payload: { data: btoa(LOCAL_API_KEY) } } : undefined;
    });
    await expectMint(googleKey(secret, { metadata: address, api: address }));
  });

  it("reads the key from Vault", async () => {
    const address = await startStore(({ url, headers }) =>
      url === "/v1/secret/data/plastiq" && headers["x-vault-token"] === "token-of-a-test"
        ? { data: { data: { api_key: LOCAL_API_KEY }, metadata: { version: 1 } } }
        : undefined,
    );
    await expectMint(vaultKey(address, "secret/data/plastiq", () => "token-of-a-test"));
  });

  it("fails the call, and asks again for the next one, while the store refuses", async () => {
    let isDown = true;
    const address = await startStore(() => (isDown ? undefined : { data: { data: { api_key: LOCAL_API_KEY } } }));
    const key = vaultKey(address, "secret/data/plastiq", () => "token-of-a-test");
    await expect(expectMint(key)).rejects.toMatchObject({ code: "configuration_invalid", outcome: "not-sent" });
    isDown = false;
    await expectMint(key);
  });
});

describe("cached", () => {
  it("asks once for many calls, again after its time, and keeps the last key while the store is down", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const load = vi.fn<() => Promise<string>>().mockResolvedValueOnce("first").mockRejectedValueOnce(new Error("down"));
    load.mockResolvedValue("second");
    const key = cached(load, 1_000);
    expect(await Promise.all([key(), key()])).toEqual(["first", "first"]);
    expect(load).toHaveBeenCalledTimes(1);
    vi.setSystemTime(Date.now() + 1_000);
    expect(await key()).toBe("first");
    vi.setSystemTime(Date.now() + 1_000);
    expect(await key()).toBe("second");
  });
});
