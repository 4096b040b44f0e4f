// Loaded before a program (`node --import`), it ends the program with status 97 at the first attempt to reach anything:
// a connection, a name to resolve, a datagram, or another program that could do so in its stead.
import childProcess from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import { writeSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import { REACHED_OUT } from "./reached-out.ts";

function refuse(what: string): () => never {
  return () => {
    writeSync(2, `no-network: ${what}\n`);
    process.exit(REACHED_OUT);
  };
}

net.Socket.prototype.connect = refuse("a connection");
dgram.createSocket = refuse("a datagram");
dns.lookup = refuse("a name to resolve") as unknown as typeof dns.lookup;
for (const name of ["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"] as const) {
  Object.assign(childProcess, { [name]: refuse(`another program, by ${name}`) });
}
// What was imported by name sees the change, too.
syncBuiltinESMExports();
