// Runs in Node and, unchanged, in Bun.
import { createClient } from "@plastiq-connect/node";
import { mintOnce } from "./minted.ts";

const version = process.versions.bun ?? process.versions.node;
console.log(JSON.stringify(await mintOnce(createClient(), process.argv[2] ?? "", version)));
