import { createClient } from "@plastiq-connect/deno";
import { mintOnce } from "./minted.ts";

// The parts of Deno's globals that this file uses.
declare const Deno: { readonly args: readonly string[]; readonly version: { readonly deno: string } };

console.log(JSON.stringify(await mintOnce(createClient(), Deno.args[0] ?? "", Deno.version.deno)));
