import type { RequestEvent } from "@sveltejs/kit";
import { handleSandbox } from "./preview-sandbox.ts";

export function fallback({ request }: RequestEvent): Promise<Response> {
  return handleSandbox(request);
}
