import { afterAll, beforeAll, expect } from "vitest";
import { settleDown } from "./virtual-clock.ts";

/** Makes the file fail when a rejection was left unhandled in it. */
export function refuseUnhandledRejections(): void {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  beforeAll(() => void process.on("unhandledRejection", note));
  afterAll(async () => {
    await settleDown();
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
  });
}
