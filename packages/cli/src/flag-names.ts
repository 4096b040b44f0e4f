const FIELDS = {
  "payer.id": "--payer",
  traceId: "--trace-id",
  "endUser.userAgent": "--user-agent",
  "endUser.ip": "--ip",
  "endUser.deviceId": "--device-id",
  apiKey: "PLASTIQ_API_KEY",
  environment: "PLASTIQ_ENVIRONMENT",
};

/** Puts into the library's error message the flags and variables that set the fields that it names. */
export function inTermsOfFlags(message: string, args: readonly string[]): string {
  const isFlag = args.some((arg) => /^--base-url(?:=|$)/.test(arg));
  const names: Record<string, string> = { ...FIELDS, baseUrl: isFlag ? "--base-url" : "PLASTIQ_BASE_URL" };
  return message.replace(/(?<![\w.])[\w.]+(?= (?:must|cannot) )/g, (field) => names[field] ?? field);
}
