import { BROKEN, gatewayPage, vendorError } from "../canned-responses.ts";
import type { CallCase } from "../case.ts";
import { ABSENT } from "../pattern.ts";
import { kebab } from "./contract.ts";

const NOBODY = "3b9a1c58-1de4-4b43-9f0e-6a1c2d7e8f90";

const casesOf = (operation: "deletePayer" | "deletePaymentMethod" | "deleteRecipient"): readonly CallCase[] => {
  const about = (name: string, rule: string) =>
    ({ name: `deletes/${kebab(operation)}-${name}`, rule, kind: "call", operation, chance: 0 }) as const;
  const refused = (outcome: string) => ({ code: "not_found", outcome, status: 404, next: "fix-input" });
  return [
    {
      ...about("unknown-then-404", "A 404 after an attempt that may have deleted the resource counts as done."),
      faults: [{ kind: "status", status: 500, carriedOut: true }],
      expected: { requests: 2, value: ABSENT, response: { status: 404 } },
    },
    {
      ...about("broken-then-404", "A 404 after a broken connection counts as done."),
      responses: [BROKEN, vendorError(404)],
      expected: { requests: 2, value: ABSENT, response: { status: 404 } },
    },
    {
      ...about("404-at-once", "A 404 on the first attempt is an error."),
      input: { id: NOBODY },
      expected: { requests: 1, error: { ...refused("rejected"), attempts: 1 } },
    },
    {
      ...about("refused-then-404", "A 404 after an attempt that certainly took no effect is an error."),
      responses: [vendorError(503), vendorError(404)],
      expected: { requests: 2, error: { ...refused("rejected"), attempts: 2 } },
    },
    {
      ...about("unknown-then-404-of-a-gateway", "A gateway's 404 proves nothing, also after an unknown attempt."),
      responses: [BROKEN, gatewayPage(404)],
      expected: { requests: 2, error: { ...refused("unknown"), attempts: 2 } },
    },
    {
      ...about("page-of-a-gateway", "A gateway's page proves nothing, whatever its status."),
      responses: [gatewayPage(200)],
      expected: { requests: 1, error: { code: "response_unreadable", outcome: "unknown", next: "look-up" } },
    },
    {
      ...about("with-content", "The response to a deletion may contain JSON."),
      responses: [{ status: 200, body: {} }],
      expected: { requests: 1, value: ABSENT, response: { status: 200 } },
    },
  ];
};

/** Cases about when a deletion counts as done. */
export const DELETE_CASES: readonly CallCase[] = [
  ...casesOf("deletePayer"),
  ...casesOf("deletePaymentMethod"),
  ...casesOf("deleteRecipient"),
  {
    name: "deletes/read-after-unknown-is-not-done",
    rule: "A 404 counts as done only for a deletion.",
    kind: "call",
    operation: "retrievePayment",
    chance: 0,
    responses: [BROKEN, vendorError(404)],
    expected: { requests: 2, error: { code: "not_found", outcome: "unknown", attempts: 2 } },
  },
];
