import { fileURLToPath } from "node:url";
import { bundle, judge } from "../../../scripts/bundle.ts";

const here = fileURLToPath(new URL("..", import.meta.url));
const CONDITIONS = ["workerd", "worker", "browser"];
const MINT = `
import { createCaller, createClientSecret } from "@plastiq-connect/core";
export const mint = (apiKey: string, id: string) =>
  createClientSecret(createCaller({ apiKey }), { payer: { id } }, { endUser: "none" });`;

judge("only minting", await bundle(MINT, here, CONDITIONS), 11_950, [/["']node:/, /\bprocess\b/]);
const CLIENT = `export { createClient } from "@plastiq-connect/core";`;
judge("whole client", await bundle(CLIENT, here, CONDITIONS), 21_850);
judge("whole core", await bundle(`export * from "@plastiq-connect/core";`, here, CONDITIONS), 22_950);
