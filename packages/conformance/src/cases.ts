import type { ConformanceCase } from "./case.ts";
import { CERTAINTY_CASES } from "./cases/certainty.ts";
import { CONTRACT_CASES } from "./cases/contract.ts";
import { CREDENTIAL_CASES } from "./cases/credentials.ts";
import { DECODING_CASES } from "./cases/decoding.ts";
import { DELETE_CASES } from "./cases/deletes.ts";
import { DOCUMENT_CASES } from "./cases/documents.ts";
import { ESCAPE_HATCH_CASES } from "./cases/escape-hatches.ts";
import { EXPIRY_CASES } from "./cases/expiry.ts";
import { HEADER_CASES } from "./cases/headers.ts";
import { IDEMPOTENCY_CASES } from "./cases/idempotency.ts";
import { LIST_CASES } from "./cases/lists.ts";
import { NEXT_CASES } from "./cases/next.ts";
import { REDACTION_CASES } from "./cases/redaction.ts";
import { REDIRECT_CASES } from "./cases/redirect.ts";
import { REQUEST_MODEL_CASES } from "./cases/request-model.ts";
import { RESOLVE_CASES } from "./cases/resolve.ts";
import { RETRY_CASES } from "./cases/retry.ts";
import { SPEND_CASES } from "./cases/spend.ts";
import { TIMING_CASES } from "./cases/timing.ts";
import { TRUST_CASES } from "./cases/trust.ts";

/** All cases, in the order in which they run. */
export const CASES: readonly ConformanceCase[] = [
  ...HEADER_CASES,
  ...TRUST_CASES,
  ...REQUEST_MODEL_CASES,
  ...CREDENTIAL_CASES,
  ...SPEND_CASES,
  ...EXPIRY_CASES,
  ...DECODING_CASES,
  ...REDIRECT_CASES,
  ...REDACTION_CASES,
  ...RETRY_CASES,
  ...TIMING_CASES,
  ...CERTAINTY_CASES,
  ...CONTRACT_CASES,
  ...LIST_CASES,
  ...IDEMPOTENCY_CASES,
  ...DELETE_CASES,
  ...DOCUMENT_CASES,
  ...RESOLVE_CASES,
  ...ESCAPE_HATCH_CASES,
  ...NEXT_CASES,
];
