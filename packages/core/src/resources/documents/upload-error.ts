import { ConnectError } from "../../error.ts";
import { codeOfStatus } from "../../http/transport/response-error.ts";
import { redactor } from "../../redact.ts";

/** Returns the error of an upload's response. S3 describes it in XML, whose `Code` becomes `apiCode`. */
export function uploadError(status: number, xml: string, secrets: readonly string[]): ConnectError {
  const code = status >= 200 && status < 300 ? "response_unreadable" : codeOfStatus(status);
  const redact = redactor(secrets);
  const read = (pattern: RegExp): string | undefined => {
    const [, text] = pattern.exec(xml) ?? [];
    return text && redact(text);
  };
  const apiCode = read(/<Code>(\w{1,60})<\/Code>/);
  const reason = read(/<Message>([^<]{1,200})<\/Message>/);
  const expired = status === 403 && /expired/i.test(reason ?? "");
  const sentences = [
    ["The upload failed with", status, apiCode].filter(Boolean).join(" "),
    reason?.replace(/\.$/, ""),
    expired
      ? "The upload slot has expired: create a new one"
      : code === "redirect_refused" && "Uploads never follow redirects",
  ];
  return new ConnectError({
    code,
    // Only S3's own error proves that nothing was stored.
    outcome: status >= 400 && status < 500 && apiCode ? "rejected" : "unknown",
    // A 409 is about the key of this slot. A new slot has another key.
    next: expired || status === 409 ? "new-attempt" : undefined,
    status,
    apiCode,
    message: `${sentences.filter(Boolean).join(". ")}.`,
  });
}
