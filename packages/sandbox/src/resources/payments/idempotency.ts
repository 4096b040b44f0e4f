import * as v from "valibot";
import { fingerprint } from "../../account/fingerprint.ts";
import type { RecordKind } from "../../account/records.ts";
import { UUID_V4 } from "../../account/uuid.ts";
import type { Call } from "../../operation/operation.ts";
import { Refusal, type RefusalReason, refuse } from "../../operation/refusal.ts";
import type { Reply } from "../../operation/reply.ts";
import { openObject } from "../../schema/object.ts";

const LIFETIME_MS = 24 * 60 * 60 * 1000;
const REPLAYED = { "idempotent-replay": "true" };

/** An idempotency key and what the operation produced under it, never what the transport delivered. */
interface KeptKey {
  readonly key: string;
  /** A digest of the request body. */
  readonly body: string;
  /** Epoch ms. */
  readonly createdAt: number;
  /** Null while the first request with the key is being worked on. */
  readonly outcome:
    | { readonly reply: Reply }
    | { readonly reason: RefusalReason; readonly details: readonly string[]; readonly traceId: string }
    | null;
}

/** The idempotency keys of an account. */
export const idempotencyKeys: RecordKind<KeptKey> = {
  name: "idempotencyKeys",
  keyOf: ({ key }) => key,
  fields: { key: v.string(), body: v.string(), createdAt: v.number(), outcome: v.nullable(openObject({})) },
  atRest: (kept) => (kept.outcome === null ? undefined : kept),
};

/** A request that may go ahead under its key. */
interface Ticket {
  /** Runs a part of the work. What it throws is the outcome of the key. */
  attempt<Result>(work: () => Result): Result;
  /** Runs the last part of the work. Its reply is the outcome of the key. */
  finish(work: () => Reply): Reply;
}

const withoutKey: Ticket = { attempt: (work) => work(), finish: (work) => work() };

/**
 * Takes the request's idempotency key, if it has one. Returns the reply when the key already has an outcome, else a
 * ticket. Throws a 409 while the first request with the key is being worked on.
 * @see https://docs.developer.plastiq.com/docs/status-codes-1
 */
export function takeKey(call: Call): { readonly replay: Reply } | { readonly ticket: Ticket } {
  const key = call.headers.get("idempotency-key");
  if (key === null) return { ticket: withoutKey };
  if (!UUID_V4.test(key)) throw refuse("header_invalid", "The Idempotency-Key header must be a UUID v4.");
  const { mode } = call.settings.idempotency;
  const body = fingerprint(JSON.stringify(call.body));
  const known = call.account.records(idempotencyKeys).find(key);
  if (!known || call.now >= known.createdAt + LIFETIME_MS) return { ticket: reserve(call, key, body) };
  if (known.outcome === null) {
    throw refuse("idempotency_key_running", "The first request with this idempotency key is still being processed.");
  }
  if (known.body !== body) {
    if (mode === "executed") return { ticket: reserve(call, key, body) };
    if (mode === "refused") {
      throw refuse("idempotency_key_reused", "The idempotency key was used with a different request body.");
    }
    call.warn("The idempotency key was used with a different request body. The first response was replayed.");
  }
  return { replay: replayOf(known.outcome) };
}

function replayOf(outcome: NonNullable<KeptKey["outcome"]>): Reply {
  if ("reply" in outcome) return { ...outcome.reply, headers: { ...outcome.reply.headers, ...REPLAYED } };
  throw new Refusal(outcome.reason, outcome.details, REPLAYED, outcome.traceId);
}

function reserve({ account, now, settings, traceId }: Call, key: string, body: string): Ticket {
  const record: KeptKey = { key, body, createdAt: now, outcome: null };
  account.records(idempotencyKeys).put(record);
  const settle = (outcome: KeptKey["outcome"]) => {
    const kept = account.records(idempotencyKeys);
    // A reset, or a restored snapshot, has taken the key away while the work went on.
    if (kept.find(key) !== record) return;
    if (outcome === null || settings.idempotency.mode === "forgotten") kept.remove(key);
    else kept.put({ ...record, outcome });
  };
  const attempt = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      const isKept = error instanceof Refusal && settings.idempotency.replayErrors;
      settle(isKept ? { reason: error.reason, details: error.details, traceId } : null);
      throw error;
    }
  };
  return {
    attempt,
    finish: (work) => {
      const reply = attempt(work);
      settle({ reply });
      return reply;
    },
  };
}
