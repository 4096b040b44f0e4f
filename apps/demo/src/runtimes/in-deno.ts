import { createClient } from "@plastiq-connect/deno";
import { mintOnce } from "./minted.ts";

// What is used of Deno's globals.
declare const Deno: { readonly args: readonly string[]; readonly version: { readonly deno: string } };

console.log(JSON.stringify(await mintOnce(createClient(), Deno.args[0] ?? "", Deno.version.deno)));
