#!/usr/bin/env node
import { command } from "./command.ts";

process.exit(await command(process.argv.slice(2), (text) => console.log(text)));
