import { inspect } from "node:util";
import type { Watcher } from "../../../core/src/testing/leak-play.ts";
import { openTelemetryHooks } from "../hooks.ts";
import type { Sdk } from "./sdk.ts";

/** Records the calls of the leak fuzz as spans and metrics, and prints all that an exporter gets of them. */
export function leakWatcher(sdk: Sdk): Watcher {
  return {
    hooks: openTelemetryHooks(),
    async collect() {
      const spans = sdk.spans().map(({ name, attributes, status, events, links }) => ({
        name,
        attributes,
        status,
        events,
        links,
      }));
      const points = Object.entries(await sdk.points()).map(([name, all]) => ({
        name,
        attributes: all.map(({ attributes }) => attributes),
      }));
      sdk.reset();
      return [spans, points].map((all) => `${JSON.stringify(all)}\n${inspect(all, { depth: Infinity })}`).join("\n");
    },
  };
}
