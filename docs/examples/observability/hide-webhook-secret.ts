import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";

export const http = new HttpInstrumentation({
  requestHook(span, request) {
    if ("url" in request && request.url?.startsWith("/webhooks/")) span.setAttribute("url.path", "/webhooks/{secret}");
  },
});
