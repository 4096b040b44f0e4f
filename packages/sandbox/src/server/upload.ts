import type { Account } from "../account/account.ts";
import { fingerprint } from "../account/fingerprint.ts";
import type { Outgoing } from "../operation/outgoing.ts";
import { documents, type KeptDocument } from "../resources/documents/document.ts";
import { MOST_FILE_BYTES } from "../resources/documents/upload-form.ts";
import { payments } from "../resources/payments/payment.ts";
import { documentArrived } from "../resources/payments/payment-lifecycle.ts";
import type { SeenRequest } from "../seen/seen-log.ts";
import type { World } from "../world.ts";
import type { RequestBody } from "./request-body.ts";

/**
 * The longest upload that is read. More than the largest file, because a body that is read whole can be refused more
 * gently: Node 24 reports an unhandled rejection when the body of an in-process request with a large file is canceled.
 */
export const MOST_UPLOAD_BYTES: number = 32 * 1024 * 1024;

/** An upload on its way. */
interface Upload {
  readonly world: World;
  readonly request: Request;
  /** The URL that callers reach `/uploads` under. */
  readonly origin: string;
  readonly slot: string;
  readonly entry: SeenRequest;
  readonly body: RequestBody;
}

/** An error of the storage, in S3's words. */
class StorageError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * Takes an upload as S3 takes a POST form: no other authorization, every field unchanged, the file last, before the
 * policy expires.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
 */
export async function receiveUpload({ world, request, origin, slot, entry, body }: Upload): Promise<Outgoing> {
  try {
    const form = await readForm(request, body);
    const file = form.get("file");
    entry.body = { fields: [...form.keys()], fileBytes: file instanceof Blob ? file.size : null };
    // Found, checked and written without awaiting in between, as operations do.
    const { account, document } = find(world, slot);
    const now = world.clock.now();
    arrive(account, document, checkedFile(form, document, now).size, now);
    return stored(origin, slot, document.fields);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    entry.refusal = { reason: "upload_refused", code: error.code, details: [error.message] };
    return xml(error.status, "Error", { Code: error.code, Message: error.message });
  }
}

function find({ accounts }: World, slot: string): { readonly account: Account; readonly document: KeptDocument } {
  for (const account of accounts.all()) {
    const document = account.records(documents).find(slot);
    if (document) return { account, document };
  }
  throw new StorageError(404, "NoSuchKey", "The specified key does not exist.");
}

async function readForm(request: Request, body: RequestBody): Promise<FormData> {
  if (request.headers.has("authorization")) {
    throw new StorageError(400, "InvalidArgument", "Only one auth mechanism allowed.");
  }
  if (/chunked/i.test(request.headers.get("transfer-encoding") ?? "")) {
    throw new StorageError(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  if (body === "too-large") throw tooLarge();
  const headers = { "content-type": request.headers.get("content-type") ?? "" };
  const parse = (bytes: Uint8Array<ArrayBuffer>) => new Response(bytes, { headers }).formData();
  try {
    return await parse(body.bytes).catch(() => parse(withoutEscapes(body.bytes)));
  } catch {
    throw new StorageError(400, "MalformedPOSTRequest", "The body is not well-formed multipart/form-data.");
  }
}

/**
 * Browsers send a quote in a file name as `%22`, which `formData` reads. Go, and curl with `--form-escape`, send `\"`,
 * which it refuses. Only the size of the file is kept, so its name may change.
 */
function withoutEscapes(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  // One character for each byte.
  const text = new TextDecoder("latin1").decode(bytes);
  for (const line of text.matchAll(/^content-disposition:.*$/gim)) {
    for (const pair of line[0].matchAll(/\\["\\]/g))
      copy.fill(0x5f, line.index + pair.index, line.index + pair.index + 2);
  }
  return copy;
}

function checkedFile(form: FormData, document: KeptDocument, now: number): Blob {
  const [file, ...more] = form.getAll("file");
  if (!(file instanceof Blob) || more.length > 0) {
    throw new StorageError(400, "InvalidArgument", "POST requires exactly one file upload per request.");
  }
  if ([...form.keys()].at(-1) !== "file") {
    throw new StorageError(400, "InvalidArgument", "The file must be the last field of the form.");
  }
  checkFields(form, document.fields);
  if (now >= document.expiresAt) throw refusedByPolicy("Policy expired.");
  if (file.size > MOST_FILE_BYTES) throw tooLarge();
  if (file.size === 0)
    throw new StorageError(400, "EntityTooSmall", "Your proposed upload is smaller than the minimum.");
  return file;
}

function checkFields(form: FormData, fields: KeptDocument["fields"]): void {
  for (const [name, value] of Object.entries(fields)) {
    const sent = form.getAll(name);
    if (sent.length !== 1) throw refusedByPolicy(`Policy Condition failed: ${name} must be sent once.`);
    if (sent[0] === value) continue;
    if (name === "X-Amz-Signature") {
      throw new StorageError(403, "SignatureDoesNotMatch", "The request signature does not match.");
    }
    throw refusedByPolicy(`Policy Condition failed: ${name} was changed.`);
  }
  const extra = [...form.keys()].find((name) => name !== "file" && !Object.hasOwn(fields, name));
  if (extra !== undefined) throw refusedByPolicy("Extra input fields.");
}

function refusedByPolicy(message: string): StorageError {
  return new StorageError(403, "AccessDenied", `Invalid according to Policy: ${message}`);
}

function tooLarge(): StorageError {
  return new StorageError(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size.");
}

function arrive(account: Account, document: KeptDocument, uploadedBytes: number, now: number): void {
  account.records(documents).put({ ...document, uploadedBytes });
  const payment = document.target === "payment" ? account.records(payments).find(document.targetId) : undefined;
  if (payment) documentArrived(account, payment, document.type, now);
}

function stored(origin: string, slot: string, { bucket = "", Key = "" }: KeptDocument["fields"]): Outgoing {
  const etag = `"${fingerprint(slot)}"`;
  const location = `${origin}/uploads/${slot}`;
  const reply = xml(201, "PostResponse", { Location: location, Bucket: bucket, Key, ETag: etag });
  return { ...reply, headers: { ...reply.headers, etag, location } };
}

function xml(status: number, root: string, fields: Readonly<Record<string, string>>): Outgoing {
  const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const items = Object.entries(fields).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`);
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${items.join("")}</${root}>`;
  return { status, headers: { "content-type": "application/xml" }, body };
}
