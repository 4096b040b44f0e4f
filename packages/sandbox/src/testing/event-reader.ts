import type { InspectorEvents } from "sandbox-inspector/protocol";

type Received = {
  [Name in keyof InspectorEvents]: { readonly name: Name; readonly data: InspectorEvents[Name] };
}[keyof InspectorEvents];

/** Server-sent events as they are read. For tests. */
export interface EventReader {
  /** The next event with this name; those before it are dropped. */
  next<Name extends keyof InspectorEvents>(name: Name): Promise<InspectorEvents[Name]>;
  /** All that was read so far, as it was sent. */
  text(): string;
  /** Resolves when the stream is over, however it ends. */
  ended(): Promise<void>;
  cancel(): Promise<void>;
}

/** Reads only as far as it is asked to. `next` throws an Error when the stream ends before the event came. */
export function readEvents(body: ReadableStream<Uint8Array> | null): EventReader {
  const reader = (body ?? new ReadableStream<Uint8Array>()).getReader();
  const decoder = new TextDecoder();
  const waiting: Received[] = [];
  let all = "";
  let rest = "";
  const more = async (): Promise<boolean> => {
    const { done, value } = await reader.read();
    if (done) return false;
    const text = decoder.decode(value, { stream: true });
    all += text;
    const parts = (rest + text).split("\n\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const [, name, data = ""] = /^event: (.+)\ndata: (.+)$/.exec(part) ?? [];
      waiting.push({ name, data: JSON.parse(data) } as Received);
    }
    return true;
  };
  return {
    async next<Name extends keyof InspectorEvents>(name: Name) {
      for (;;) {
        const event = waiting.shift();
        if (event?.name === name) return event.data as InspectorEvents[Name];
        if (!event && !(await more())) throw new Error(`The stream ended before an event "${name}".`);
      }
    },
    text: () => all,
    async ended() {
      while (await more().catch(() => false));
    },
    cancel: () => reader.cancel(),
  };
}
