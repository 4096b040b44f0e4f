/** A call of a control route. Resolves with undefined, or with the reason in words why it was not done. */
export function callSandbox(method: string, path: string, body: object = {}): Promise<string | undefined> {
  return sendText(method, path, JSON.stringify(body));
}

/** A call of a control route with a text as its body, such as that of a file. */
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
    const answer: unknown = await response.json().catch(() => null);
    const said = typeof answer === "object" && answer !== null && "error" in answer ? String(answer.error) : undefined;
    return said ?? `The sandbox responded with ${response.status}.`;
  } catch {
    return "The sandbox does not respond.";
  }
}
