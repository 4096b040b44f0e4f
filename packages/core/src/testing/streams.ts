/** A body that starts and never ends, and that no signal ends either. */
export function stalled(start = '{"clientSecret":'): Response {
  return new Response(
    new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(start)) }),
  );
}

/** A promise that never settles. */
export const never = <Value>(): Promise<Value> => new Promise(() => {});
