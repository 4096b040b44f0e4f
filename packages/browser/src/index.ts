export {
  type Address,
  type BankAccountData,
  blockNetwork,
  type CardData,
  ClientSecret,
  ConnectError,
  checkPostalCode,
  type Environment,
  type ErrorCode,
  type Fetch,
  isConnectError,
  isDeclined,
  type Outcome,
  type PaymentMethod,
  type PaymentMethodData,
} from "@plastiq-connect/core";
export { type DeviceIdOptions, deviceId } from "./device-id.ts";
export { type FetchClientSecretOptions, fetchClientSecret } from "./fetch-client-secret.ts";
export type { NoApiKey } from "./no-api-key.ts";
export type { SecretState, SecretStepOptions } from "./secret-run.ts";
export {
  type TokenizeBankAccountOptions,
  type TokenizeCardOptions,
  type TokenizeOptions,
  tokenizeBankAccount,
  tokenizeCard,
} from "./tokenize.ts";
export { type SecretCallOptions, type WithClientSecretOptions, withClientSecret } from "./with-client-secret.ts";
