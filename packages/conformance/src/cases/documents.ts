import { BROKEN } from "../canned-responses.ts";
import type { CallCase, CannedResponse } from "../case.ts";
import { SLOT } from "../operations/payments.ts";
import { ABSENT, matches, type Pattern } from "../pattern.ts";

const SECRETS = Object.values(SLOT.metadata).filter((text) => text.startsWith("canary"));
const MADE: CannedResponse = { status: 200, body: SLOT };
/** No header of the API is sent to the storage. */
const FOREIGN: Pattern = {
  authorization: ABSENT,
  cookie: ABSENT,
  "trace-id": ABSENT,
  "end-user-ip": ABSENT,
  "end-user-device-id": ABSENT,
};
/** The upload as it arrives at the storage. */
const SENT = { headers: FOREIGN, bearer: ABSENT } as const;

const upload = (
  name: string,
  rule: string,
  rest: Omit<CallCase, "name" | "rule" | "kind" | "operation">,
): CallCase => ({
  name: `documents/${name}`,
  rule,
  kind: "call",
  operation: "sendDocument",
  chance: 0,
  ...rest,
});

const refusal = (name: string, rule: string, status: number, code: string, said: string, error: Pattern): CallCase =>
  upload(name, rule, {
    hidden: SECRETS,
    responses: [
      MADE,
      {
        status,
        headers: { "content-type": "application/xml" },
        body: `<Error><Code>${code}</Code><Message>${said}</Message></Error>`,
      },
    ],
    expected: { requests: 2, error: { status, apiCode: code, ...(error as object) } },
  });

const KINDS = { blob: "A Blob", file: "A File", bytes: "A Uint8Array" } as const;

const fileCases = (["blob", "file", "bytes"] as const).flatMap((file) => [
  upload(`${file}-retried`, `${KINDS[file]} is sent again in full after a temporary failure.`, {
    call: { file },
    faults: [{ kind: "status", status: 503 }],
    expected: { requests: 2, request: { ...SENT, body: { fileBytes: 19 } }, stored: { documents: 1 } },
  }),
  upload(`${file}-severed`, `${KINDS[file]} is sent again in full after a broken connection.`, {
    needs: ["connection"],
    call: { file },
    faults: [{ kind: "severed" }],
    expected: { requests: 2, request: { ...SENT, body: { fileBytes: 19 } }, stored: { documents: 1 } },
  }),
  upload(`${file}-described`, `${KINDS[file]} has the name and the type of the document.`, {
    call: { file },
    input: {
      type: "INVOICE",
      fileType: "xlsx",
      filename: 'invoice "é".xlsx',
      payer: { id: "{payer}" },
      payment: { id: "{payment}" },
    },
    hidden: SECRETS,
    responses: [MADE, BROKEN, { status: 201 }],
    expected: {
      requests: 3,
      request: {
        body: {
          file: {
            name: "invoice %22é%22.xlsx",
            type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            content: "%PDF-1.7 an invoice",
          },
        },
      },
    },
  }),
]);

/** Cases about uploads. */
export const DOCUMENT_CASES: readonly CallCase[] = [
  ...fileCases,
  upload("upload", "A file is uploaded as a form, without the API key or any other header of the API.", {
    call: { endUser: { userAgent: "Mozilla/5.0 (conformance)", deviceId: "device-7f3a", ip: "203.0.113.9" } },
    expected: {
      requests: 1,
      request: {
        method: "POST",
        path: matches("^/uploads/"),
        headers: { ...(FOREIGN as object), "content-type": matches("^multipart/form-data; ?boundary=") },
        bearer: ABSENT,
        body: { fileBytes: 19 },
      },
      stored: { documents: 1 },
    },
  }),
  upload("form", "The fields of the slot are sent in their order, the file last, and no header is set.", {
    hidden: SECRETS,
    responses: [MADE, { status: 204 }],
    expected: {
      requests: 2,
      request: {
        method: "POST",
        path: "/bucket",
        headers: FOREIGN,
        bearer: ABSENT,
        body: { fields: [...Object.keys(SLOT.metadata), "file"] },
      },
    },
  }),
  upload("lost-response", "An upload is retried when its response is lost.", {
    needs: ["connection"],
    faults: [{ kind: "severed", carriedOut: true }],
    expected: { requests: 2, request: { ...SENT, body: { fileBytes: 19 } } },
  }),
  upload("storage-fails-for-good", "When every attempt of an upload fails, the error has the storage's status.", {
    responses: [MADE, { status: 500, body: "<Error><Code>InternalError</Code></Error>" }],
    expected: {
      requests: 4,
      error: { code: "server_failed", outcome: "unknown", status: 500, apiCode: "InternalError", next: "retry-later" },
    },
  }),
  upload("redirect", "Uploads never follow redirects.", {
    faults: [{ kind: "redirect", status: 307, location: "{second}/uploads/elsewhere" }],
    expected: { requests: 1, elsewhere: 0, error: { code: "redirect_refused", next: "fix-configuration" } },
  }),
  upload("plain-http", "A file is sent over plain HTTP only to loopback.", {
    responses: [{ status: 200, body: { ...SLOT, uploadURL: "http://uploads.example/bucket" } }],
    expected: { requests: 1, error: { code: "response_unreadable", outcome: "not-sent" } },
  }),
  refusal(
    "refused-by-the-storage",
    "The error has the storage's own code, and no field of the slot is printed.",
    403,
    "AccessDenied",
    `Invalid according to Policy: ${SECRETS.join(" ")}`,
    { code: "forbidden", outcome: "rejected", next: "fix-configuration", attempts: 1 },
  ),
  refusal(
    "expired-slot",
    "After an expired slot, the next step is a new one.",
    403,
    "AccessDenied",
    "Invalid according to Policy: Policy expired.",
    { code: "forbidden", outcome: "rejected", next: "new-attempt", message: matches("create a new one") },
  ),
  refusal("too-large", "A file that is too large is refused.", 400, "EntityTooLarge", "Too large.", {
    ...{ code: "request_refused", outcome: "rejected", next: "fix-input" },
  }),
];
