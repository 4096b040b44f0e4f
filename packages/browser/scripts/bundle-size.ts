// What a page pays, minified and compressed; ofetch and valibot are inside.
import { fileURLToPath } from "node:url";
import { bundle, judge } from "../../../scripts/bundle.ts";

const home = fileURLToPath(new URL("..", import.meta.url));
// Node, and the code that holds an API key.
const forbidden = [/\bnode:/, /\bprocess\b/, /PLASTIQ_API_KEY/, /Check the API key/, /The apiKey function/];

const all = await bundle('export * from "./dist/index.js";', home, ["browser"]);
judge("browser, all exports", all, 12_500, forbidden);
const minting = await bundle('export { fetchClientSecret } from "./dist/index.js";', home, ["browser"]);
judge("browser, fetchClientSecret only", minting, 3_500, forbidden);
