import type { Random } from "../../account/random.ts";

/** How long an upload form works. */
export const FORM_LIFETIME_MS: number = 15 * 60_000;
/** The largest file that the storage takes, in bytes. */
export const MOST_FILE_BYTES: number = 10 * 1024 * 1024;
const BUCKET = "local-sandbox-documents";

/**
 * Returns the fields of an S3 upload form. The names are those of the vendor's response; the policy is real JSON in
 * Base64, and the signature is random: the sandbox compares fields, it computes nothing.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export function uploadFields(id: string, now: number, random: Random): Record<string, string> {
  const date = new Date(now).toISOString().replace(/[-:]|\.\d+/g, "");
  const key = `documents/${id}`;
  const credential = `LOCALACCESSKEY/${date.slice(0, 8)}/us-east-1/s3/aws4_request`;
  const policy = {
    expiration: new Date(now + FORM_LIFETIME_MS).toISOString(),
    conditions: [
      { bucket: BUCKET },
      { key },
      { success_action_status: "201" },
      ["content-length-range", 1, MOST_FILE_BYTES],
    ],
  };
  return {
    Key: key,
    success_action_status: "201",
    bucket: BUCKET,
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": credential,
    "X-Amz-Date": date,
    "X-Amz-Security-Token": `LOCALSECURITYTOKEN${random.hex(24)}`,
    Policy: btoa(JSON.stringify(policy)),
    "X-Amz-Signature": random.hex(32).toLowerCase(),
  };
}
