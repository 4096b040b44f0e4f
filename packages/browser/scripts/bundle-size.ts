// Measures what a page downloads, minified and compressed, and fails above the limits. ofetch and valibot are inside.
import { fileURLToPath } from "node:url";
import { bundle, judge } from "../../../scripts/bundle.ts";

const home = fileURLToPath(new URL("..", import.meta.url));
// Node, and the code that holds an API key.
const forbidden = [/\bnode:/, /\bprocess\b/, /PLASTIQ_API_KEY/, /Check the API key/, /The apiKey function/];

for (const [name, source, limit] of [
  ["all exports", 'export * from "./dist/index.js";', 14_400],
  ["fetchClientSecret only", 'export { fetchClientSecret } from "./dist/index.js";', 3_500],
  ["card", 'export * from "./dist/card.js";', 4_500],
] as const) {
  judge(`browser, ${name}`, await bundle(source, home, ["browser"]), limit, forbidden);
}
