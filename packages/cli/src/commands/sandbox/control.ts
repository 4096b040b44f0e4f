import { writeFile } from "node:fs/promises";
import type { PaymentStatus, SandboxSnapshot } from "@plastiq-connect/sandbox";
import type { RemoteControl } from "@plastiq-connect/sandbox/control";
import { alternatives, readArguments, readChoice, readNumber } from "../../arguments.ts";
import type { Context } from "../../command.ts";
import { ExitCode } from "../../exit-code.ts";
import { jsonLine, plain } from "../../foreign-text.ts";
import { readText } from "../../read-text.ts";
import { suggestion } from "../../suggestion.ts";
import { UsageError } from "../../usage-error.ts";
import { localControl } from "../webhook/local-control.ts";
import { readSeedFile } from "./seed-file.ts";

/** 1,000 years. */
const MOST_MS = 9_999_999_999;
const MORE = "See plastiq-connect sandbox control --help.";
const onOff = ["on", "off"] as const;
const presence = ["with", "without"] as const;

const SETTINGS = {
  autopilot: { type: "string" },
  vocabulary: { type: "string" },
  pagination: { type: "string" },
  "intent-on-payments": { type: "string" },
  "error-shape": { type: "string" },
  "processing-time": { type: "string" },
  ids: { type: "string" },
  "card-fee": { type: "string" },
  "bank-fee": { type: "string" },
  "cross-border-fee": { type: "string" },
  idempotency: { type: "string" },
  "replay-errors": { type: "string" },
} as const;

/** Options that belong to certain actions. */
const OWN = {
  account: { type: "string" },
  ms: { type: "string" },
  payment: { type: "string" },
  intent: { type: "string" },
  status: { type: "string" },
  type: { type: "string" },
  file: { type: "string" },
  ...SETTINGS,
} as const;

const OPTIONS = { ...OWN, "base-url": { type: "string" }, json: { type: "boolean" } } as const;

type Flags = ReturnType<typeof readArguments<typeof OPTIONS>>;

interface Action {
  /** The options that it takes, besides `--base-url` and `--json`. */
  readonly takes: readonly (keyof typeof OWN)[];
  /** Carries out the action. Returns what `--json` prints, and the text for people if it differs. */
  act(control: RemoteControl, flags: Flags): Promise<readonly [json: object, text?: string]>;
}

const nothing = async (act: Promise<void>): ReturnType<Action["act"]> => {
  await act;
  return [{}, ""];
};

const actions: Readonly<Record<string, Action>> = {
  state: { takes: ["account"], act: async (control, { account }) => [await control.state(account)] },
  reset: { takes: [], act: (control) => nothing(control.reset()) },
  clock: {
    takes: ["ms"],
    act: (control, { ms }) => nothing(control.advance(needed("ms", readNumber("ms", ms, 0, MOST_MS)))),
  },
  advance: {
    takes: ["payment", "status"],
    act: (control, flags) =>
      onPayment(control, flags, (id) => control.advancePayment(id, flags.status as PaymentStatus | undefined)),
  },
  refund: {
    takes: ["payment"],
    act: (control, flags) => onPayment(control, flags, (id) => control.refundPayment(id)),
  },
  "request-document": {
    takes: ["payment", "type"],
    act: (control, flags) => onPayment(control, flags, (id) => control.requestDocument(id, needed("type", flags.type))),
  },
  "provide-document": {
    takes: ["payment", "type"],
    act: (control, flags) => onPayment(control, flags, (id) => control.provideDocument(id, needed("type", flags.type))),
  },
  expire: {
    takes: ["intent"],
    act: (control, { intent }) => nothing(control.expireIntent(needed("intent", intent))),
  },
  set: {
    takes: Object.keys(SETTINGS) as (keyof typeof SETTINGS)[],
    act: (control, flags) => nothing(changeSettings(control, flags)),
  },
  seed: {
    takes: ["file"],
    act: async (control, { file }) => [await control.seed((await readSeedFile("file", needed("file", file))).content)],
  },
  snapshot: {
    takes: ["file"],
    async act(control, { file }) {
      const name = needed("file", file);
      // It contains client secrets, although only of a local sandbox.
      await writeFile(name, JSON.stringify(await control.snapshot()), { mode: 0o600 }).catch((error) => {
        throw new UsageError(`${plain(name)} cannot be written: ${error.code}.`);
      });
      return [{ file: name }, name];
    },
  },
  restore: {
    takes: ["file"],
    act: async (control, { file }) => nothing(control.restore(await readSnapshot(needed("file", file)))),
  },
};

/** The actions on a running sandbox, with the options that each takes. */
export const controlActions: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(actions).map(([name, { takes }]) => [name, [...takes, "base-url", "json"]]),
);
const actionNames = Object.keys(actions);

/** Controls a running sandbox, as a test does in its own process. */
export async function controlSandbox({ args: [name = "", ...args], env, out }: Context): Promise<ExitCode> {
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) {
    throw new UsageError(
      `The argument after sandbox control must be one of ${actionNames.join(", ")}.`,
      suggestion(name, actionNames) ?? MORE,
    );
  }
  const flags = readArguments(args, OPTIONS);
  refuseForeign(flags, action);
  const [json, text] = await action.act(await localControl(flags["base-url"], env, MORE), flags);
  const line = flags.json || text === undefined ? jsonLine(json) : plain(text);
  if (line !== "") out.line(line);
  return ExitCode.ok;
}

/** Refuses an option that the action would ignore. @throws UsageError. */
function refuseForeign(flags: Flags, { takes }: Action): void {
  for (const name of Object.keys(OWN) as (keyof typeof OWN)[]) {
    if (flags[name] === undefined || takes.includes(name)) continue;
    const able = actionNames.filter((candidate) => actions[candidate]?.takes.includes(name));
    throw new UsageError(`--${name} can only be used with ${alternatives(able)}.`, MORE);
  }
}

function needed<Value>(name: string, value: Value | undefined): Value {
  if (value === undefined || value === "") throw new UsageError(`--${name} is required.`, MORE);
  return value;
}

/** Acts on a payment, and returns its id and status afterwards. */
async function onPayment(
  control: RemoteControl,
  flags: Flags,
  act: (id: string) => Promise<void>,
): ReturnType<Action["act"]> {
  const id = needed("payment", flags.payment);
  await act(id);
  const status = (await statusOf(control, id.toLowerCase())) ?? null;
  return [{ id, status }, `${id} ${status ?? ""}`.trimEnd()];
}

/** Returns the status of a payment of any account. */
async function statusOf(control: RemoteControl, id: string): Promise<string | undefined> {
  const { accounts } = await control.snapshot();
  const payments = Object.values(accounts).flatMap(({ payments = [] }) => payments as readonly KeptPayment[]);
  return payments.find((payment) => payment.id === id)?.history.at(-1)?.status;
}

/** A payment in a snapshot. */
interface KeptPayment {
  readonly id: string;
  readonly history: readonly { readonly status: string }[];
}

async function changeSettings(control: RemoteControl, flags: Flags): Promise<void> {
  const autopilot = readChoice("autopilot", flags.autopilot, onOff);
  const vocabulary = readChoice("vocabulary", flags.vocabulary, ["guide", "openapi"]);
  const pagination = readChoice("pagination", flags.pagination, presence);
  const intents = readChoice("intent-on-payments", flags["intent-on-payments"], presence);
  const shape = readChoice("error-shape", flags["error-shape"], ["reference", "guide"]);
  const mode = readChoice("idempotency", flags.idempotency, ["replayed", "refused", "executed", "forgotten"]);
  const replayErrors = readChoice("replay-errors", flags["replay-errors"], onOff);
  const processing = readNumber("processing-time", flags["processing-time"], 0, 2 ** 31 - 1);
  const ids = flags.ids === "random" ? null : readNumber("ids", flags.ids, 0, 2 ** 32 - 1);
  const card = readPercent("card-fee", flags["card-fee"]);
  const bank = readPercent("bank-fee", flags["bank-fee"]);
  const crossBorder = readPercent("cross-border-fee", flags["cross-border-fee"]);
  const fees = Object.entries({ card, bank, crossBorder }).filter(([, percent]) => percent !== undefined);
  const all = [autopilot, vocabulary, pagination, intents, shape, mode, replayErrors, processing, ids, ...fees.flat()];
  if (all.every((value) => value === undefined)) throw new UsageError("There is no setting to change.", MORE);
  // The sandbox can refuse only this. Then nothing else has changed.
  if (ids !== undefined) await control.setIdSeed(ids);
  if (fees.length > 0) await control.setFees(Object.fromEntries(fees));
  if (autopilot) await control.setAutopilot(autopilot === "on");
  if (vocabulary) await control.setVocabulary(vocabulary);
  if (pagination) await control.setPagination(pagination);
  if (intents) await control.setIntentOnPayments(intents);
  if (shape) await control.setErrorShape(shape);
  if (mode) await control.setIdempotency({ mode });
  if (replayErrors) await control.setIdempotency({ replayErrors: replayErrors === "on" });
  if (processing !== undefined) await control.setProcessingTime(processing);
}

function readPercent(name: string, text: string | undefined): string | undefined {
  if (text === undefined || /^\d{1,2}(\.\d{1,4})?$/.test(text)) return text;
  throw new UsageError(`--${name} must be a percentage below 100, such as 2.85.`, MORE);
}

async function readSnapshot(file: string): Promise<SandboxSnapshot> {
  const text = await readText(file);
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${plain(file)} is not valid JSON.`, "plastiq-connect sandbox control snapshot writes one.");
  }
}
