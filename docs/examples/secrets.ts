// #region aws
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** Reads the key from AWS Secrets Manager. The role needs `secretsmanager:GetSecretValue` on this secret. */
export function awsKey(id: string, client = new SecretsManagerClient()): () => Promise<string> {
  return cached(async () => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id }));
    if (!SecretString) throw new Error("The secret has no text.");
    return SecretString;
  });
}
// #endregion aws

// #region cached
/** Keeps a key for five minutes. If the next load fails, the last key stays in use. */
export function cached(load: () => Promise<string>, maxAge = 300_000): () => Promise<string> {
  let key: Promise<string> | undefined;
  let until = 0;
  return () => {
    if (key && Date.now() < until) return key;
    const last = key;
    until = Date.now() + maxAge;
    const next = load().catch((error) => {
      if (last) return last;
      key = undefined; // a failure is not kept
      throw error;
    });
    key = next;
    return next;
  };
}
// #endregion cached

// #region gcp
/** Reads the key from Google Cloud Secret Manager, as the service account of the machine or the container. */
export function googleKey(
  secret: string, // such as "projects/my-project/secrets/plastiq-api-key/versions/latest"
  { metadata = "http://metadata.google.internal", api = "https://secretmanager.googleapis.com" } = {},
): () => Promise<string> {
  return cached(async () => {
    const token = await json(`${metadata}/computeMetadata/v1/instance/service-accounts/default/token`, {
      "metadata-flavor": "Google",
    });
    const version = await json(`${api}/v1/${secret}:access`, { authorization: `Bearer ${token.access_token}` });
    return atob(version.payload.data);
  });
}
// #endregion gcp

// #region vault
/** Reads the field `api_key` of a secret in Vault's key-value engine, version 2. */
export function vaultKey(address: string, path: string, token: () => string): () => Promise<string> {
  return cached(async () => {
    const secret = await json(`${address}/v1/${path}`, { "x-vault-token": token() }); // such as "secret/data/plastiq"
    return secret.data.data.api_key;
  });
}
// #endregion vault

// #region json
async function json(url: string, headers: Record<string, string>) {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(5_000) });
  if (!response.ok) throw new Error(`The secret store responded with ${response.status}.`);
  return await response.json();
}
// #endregion json
