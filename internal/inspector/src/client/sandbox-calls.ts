/** Calls a control route. Resolves with undefined, or with the reason of a refusal. */
export function callSandbox(method: string, path: string, body: object = {}): Promise<string | undefined> {
  return sendText(method, path, JSON.stringify(body));
}

/** Calls a control route with text as the body, such as that of a file. */
export async function sendText(
  method: string,
  path: string,
  body: string,
  type = "application/json",
): Promise<string | undefined> {
  try {
    const response = await fetch(`/control/${path}`, {
      method,
      headers: { "content-type": type },
      ...(method === "DELETE" ? {} : { body }),
    });
    if (response.ok) return undefined;
    const json: unknown = await response.json().catch(() => null);
    const error = typeof json === "object" && json !== null && "error" in json ? String(json.error) : undefined;
    return error ?? `The sandbox responded with ${response.status}.`;
  } catch {
    return "The sandbox does not respond.";
  }
}
