import { afterEach, describe, expect, it, vi } from "vitest";
import { deviceId, isConnectError } from "./index.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

const memory = () => {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
};

function refusal(): unknown {
  try {
    return deviceId();
  } catch (error) {
    return error;
  }
}

describe("deviceId on a server", () => {
  it("is refused, because all visitors would share one id", () => {
    const error = refusal();
    expect(isConnectError(error)).toBe(true);
    expect(error).toMatchObject({ code: "configuration_invalid", outcome: "not-sent" });
    expect(String(error)).toMatch(/only in a browser.*all visitors would share one id/);
  });

  it("is refused also where the server has a localStorage, as Deno and newer Nodes do", () => {
    vi.stubGlobal("localStorage", memory());
    vi.stubGlobal("navigator", { userAgent: "Node.js/26" });
    expect(refusal()).toMatchObject({ code: "configuration_invalid" });
  });

  it("works with a custom storage, and each storage has its own id", () => {
    const [jen, sam] = [memory(), memory()];
    expect(deviceId({ storage: jen })).not.toBe(deviceId({ storage: sam }));
    expect(deviceId({ storage: jen })).toBe(deviceId({ storage: jen }));
  });
});
