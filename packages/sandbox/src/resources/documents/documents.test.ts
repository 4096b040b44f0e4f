import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "../../index.ts";
import { type RunningSandbox, startSandbox } from "../../server/index.ts";
import { details } from "../../testing/fixture.ts";
import { type PaymentFixture, paymentFixture, recipient } from "../../testing/payment-fixture.ts";

const payer = { id: LOCAL_PAYER_ID };
const invoice = { type: "INVOICE", fileType: "pdf", filename: 'invoice "é".pdf', payer };

interface Form {
  readonly uploadURL: string;
  readonly metadata: Readonly<Record<string, string>>;
}

function filled({ metadata }: Form, file: Blob | null = new Blob(["%PDF"], { type: "application/pdf" })): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(metadata)) form.append(name, value);
  if (file) form.append("file", file, 'invoice "é".pdf');
  return form;
}

async function send({ sandbox }: PaymentFixture, { uploadURL }: Form, body: FormData | string, headers = {}) {
  const response = await sandbox.fetch(new Request(uploadURL, { method: "POST", body, headers }));
  const text = await response.text();
  return { status: response.status, code: /<Code>(\w+)<\/Code>/.exec(text)?.[1], text, headers: response.headers };
}

async function created(changes: object = {}): Promise<{ fixture: PaymentFixture; form: Form; payment: string }> {
  const fixture = paymentFixture();
  const payment = (await fixture.payment()).id;
  const form = (await fixture.post("/documents", { ...invoice, payment: { id: payment }, ...changes })).body;
  return { fixture, form, payment };
}

describe("createDocument", () => {
  it("returns an upload form without an id, which the log does not keep", async () => {
    const { fixture, form } = await created();
    expect(Object.keys(form)).toEqual(["uploadURL", "metadata"]);
    expect(form.uploadURL).toMatch(/^https:\/\/sandbox\.test\/uploads\/[0-9a-f-]{36}$/);
    expect(Object.keys(form.metadata)).toEqual([
      ...["Key", "success_action_status", "bucket", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date"],
      ...["X-Amz-Security-Token", "Policy", "X-Amz-Signature"],
    ]);
    expect(JSON.parse(atob(form.metadata.Policy ?? "")).expiration).toBe("2026-01-15T12:15:00.000Z");
    await send(fixture, form, filled(form));
    const shown = JSON.stringify([fixture.control.seen(), fixture.control.state()]);
    for (const name of ["Policy", "X-Amz-Signature", "X-Amz-Security-Token"]) {
      expect(shown).not.toContain(form.metadata[name]);
    }
  });

  it.each([
    [{}, "The body needs exactly one of paymentIntent, payment and recipient."],
    [{ payment: payer, recipient: payer }, "The body needs exactly one of paymentIntent, payment and recipient."],
    [{ payment: payer, fileType: "png" }, /^fileType must be one of/],
    [{ payment: payer, type: "invoice" }, "type must be a type of document such as INVOICE."],
  ])("refuses %j", async (changes, detail) => {
    const refused = await paymentFixture().post("/documents", { ...invoice, ...changes });
    expect(refused.status).toBe(400);
    expect(details(refused)[0]).toMatch(detail);
  });

  it("needs a target that the payer may see", async () => {
    const { post, intent, recipient: create, payer: other, payment } = paymentFixture();
    const targets = { paymentIntent: await intent(), payment: await payment(), recipient: await create({ payer }) };
    const stranger = { id: await other() };
    for (const [name, { id }] of Object.entries(targets)) {
      expect((await post("/documents", { ...invoice, [name]: { id } })).status).toBe(200);
      expect((await post("/documents", { ...invoice, [name]: { id }, payer: stranger })).status).toBe(404);
    }
  });
});

describe("an upload", () => {
  it("is stored with 201 and XML, and may be repeated", async () => {
    const { fixture, form } = await created();
    const first = await send(fixture, form, filled(form));
    expect([first.status, first.headers.get("content-type")]).toEqual([201, "application/xml"]);
    expect(first.text).toContain(`<Key>${form.metadata.Key}</Key>`);
    expect((await send(fixture, form, filled(form))).status).toBe(201);
    expect(fixture.control.state().documents).toMatchObject([{ type: "INVOICE", uploadedBytes: 4 }]);
    expect(fixture.control.seen({ operation: "uploadDocument" })).toHaveLength(2);
  });

  it("lets a payment under review go on once every wanted document is there", async () => {
    const { fixture, form, payment } = await created();
    fixture.control.requestDocument(payment, "SUPPLIER_INVOICE_OR_PURCHASE_ORDER");
    fixture.control.requestDocument(payment, "GOVERNMENT_ISSUED_ID");
    await send(fixture, form, filled(form));
    expect(() => fixture.control.advancePayment(payment)).toThrow("needs documents: GOVERNMENT_ISSUED_ID.");
    const other = { ...invoice, type: "GOVERNMENT_ISSUED_ID", payment: { id: payment } };
    const second = (await fixture.post("/documents", other)).body;
    await send(fixture, second, filled(second));
    fixture.control.advancePayment(payment);
    expect(fixture.control.state().payments[0]?.status).toBe("IN_TRANSIT");
  });

  const changed = (name: string, value: string) => (form: Form) =>
    filled({ ...form, metadata: { ...form.metadata, [name]: value } });
  const refusals: readonly [string, (form: Form) => FormData, number, string][] = [
    ["a changed field", changed("Key", "documents/other"), 403, "AccessDenied"],
    ["a changed signature", changed("X-Amz-Signature", "0"), 403, "SignatureDoesNotMatch"],
    ["a field more", changed("acl", "public-read"), 403, "AccessDenied"],
    ["no file", (form) => filled(form, null), 400, "InvalidArgument"],
    ["an empty file", (form) => filled(form, new Blob([])), 400, "EntityTooSmall"],
    [
      "more than 10 MB",
      (form) => filled(form, new Blob([new Uint8Array(10 * 1024 * 1024 + 1)])),
      400,
      "EntityTooLarge",
    ],
    [
      "much more than 10 MB",
      (form) => filled(form, new Blob([new Uint8Array(11 * 1024 * 1024)])),
      400,
      "EntityTooLarge",
    ],
    [
      "a missing field",
      (form) => {
        const body = filled(form);
        body.delete("Policy");
        return body;
      },
      403,
      "AccessDenied",
    ],
    [
      "a field sent twice",
      (form) => {
        const body = new FormData();
        body.append("Key", form.metadata.Key ?? "");
        for (const [name, value] of filled(form)) body.append(name, value);
        return body;
      },
      403,
      "AccessDenied",
    ],
    [
      "a file that is not last",
      (form) => {
        const body = filled(form);
        body.delete("bucket");
        body.append("bucket", form.metadata.bucket ?? "");
        return body;
      },
      400,
      "InvalidArgument",
    ],
  ];

  it.each(refusals)("is refused with %s", async (_, fill, status, code) => {
    const { fixture, form } = await created();
    expect(await send(fixture, form, fill(form))).toMatchObject({ status, code });
    expect(fixture.control.state().documents[0]?.uploadedBytes).toBeNull();
    expect(fixture.control.seen().at(-1)?.refusal).toMatchObject({ reason: "upload_refused", code });
  });

  it("is refused with an Authorization header, after 15 minutes, at an unknown place and without a form", async () => {
    const { fixture, form } = await created();
    const authorization = `Bearer ${LOCAL_API_KEY}`;
    expect((await send(fixture, form, filled(form), { authorization })).code).toBe("InvalidArgument");
    const nowhere = { ...form, uploadURL: `${form.uploadURL}0` };
    expect((await send(fixture, nowhere, filled(form))).code).toBe("NoSuchKey");
    expect((await send(fixture, form, "{}", { "content-type": "application/json" })).code).toBe("MalformedPOSTRequest");
    fixture.control.advance(15 * 60_000);
    expect(await send(fixture, form, filled(form))).toMatchObject({ status: 403, code: "AccessDenied" });
  });

  it("takes faults", async () => {
    const { fixture, form } = await created();
    fixture.control.addFault({ operation: "uploadDocument", kind: "status", status: 503, carriedOut: true });
    expect((await send(fixture, form, filled(form))).status).toBe(503);
    expect(fixture.control.state().documents[0]?.uploadedBytes).toBe(4);
  });
});

it.each([
  'filename="a\\"b.pdf"',
  'filename="a\\\\"',
  'filename="a\\\\\\"b.pdf"',
  'filename="a%22b.pdf"',
  "filename=\"é.pdf\"; filename*=UTF-8''%e2%82%ac.pdf",
])("takes a file with %s", async (filename) => {
  const { fixture, form } = await created();
  const field = (name: string, rest: string) =>
    `--b0undary\r\nContent-Disposition: form-data; name="${name}"${rest}\r\n`;
  const fields = Object.entries(form.metadata).map(([name, value]) => field(name, `\r\n\r\n${value}`));
  const file = field("file", `; ${filename}\r\nContent-Type: application/pdf\r\n\r\n%PDF`);
  const body = `A preamble\r\n${fields.join("")}${file}--b0undary--\r\nAn epilogue`;
  const stored = await send(fixture, form, body, { "content-type": "multipart/form-data; boundary=b0undary" });
  expect(stored.text).toContain("<PostResponse>");
  expect(fixture.control.state().documents[0]?.uploadedBytes).toBe(4);
});

describe("an upload over HTTP", () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());

  const post = async (path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${LOCAL_API_KEY}`, "content-type": "application/json", "user-agent": "t" };
    const response = await fetch(sandbox.baseUrl + path, { method: "POST", headers, body: JSON.stringify(body) });
    // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of the body
    return (await response.json()) as any;
  };

  it("goes to the same server and needs a Content-Length", async () => {
    const { id } = await post("/recipients", recipient);
    const form: Form = await post("/documents", { ...invoice, recipient: { id } });
    expect(form.uploadURL.startsWith(`${sandbox.origin}/uploads/`)).toBe(true);
    expect((await fetch(form.uploadURL, { method: "POST", body: filled(form) })).status).toBe(201);
    const encoded = new Response(filled(form));
    const headers = { "content-type": encoded.headers.get("content-type") ?? "" };
    // A stream has no known length. Node wants `duplex` for it, which its types lack.
    const init: RequestInit & { duplex: "half" } = { method: "POST", body: encoded.body, headers, duplex: "half" };
    expect((await fetch(form.uploadURL, init)).status).toBe(411);
    expect((await fetch(form.uploadURL)).status).toBe(405);
  });
});
