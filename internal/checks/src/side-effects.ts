// Loads the modules that it is told, and says what of the process they changed: `node internal/checks/src/side-effects.ts <module>…`.
// In a process of its own, because what is loaded stays.
import { isDeepStrictEqual } from "node:util";

const PROTOTYPES = [Object, Function, Array, String, Number, Promise, Map, Set, Error, RegExp, Date, Uint8Array];

function look(): Readonly<Record<string, unknown>> {
  return {
    globals: propertiesOf(globalThis),
    prototypes: PROTOTYPES.map(({ prototype }) => propertiesOf(prototype)),
    listeners: process.eventNames().map((name) => [name, process.listenerCount(name)]),
    environment: { ...process.env },
    "open handles": process.getActiveResourcesInfo().toSorted(),
    exit: process.exitCode,
  };
}

/** Names, and what they hold: it may also be replaced. */
function propertiesOf(value: object): readonly unknown[] {
  return Reflect.ownKeys(value).map((key) => [key, Object.getOwnPropertyDescriptor(value, key)]);
}

// Node makes some of its globals when they are first looked at.
look();

const write = process.stdout.write.bind(process.stdout);
let printed = "";
for (const stream of [process.stdout, process.stderr]) {
  stream.write = (text: unknown) => {
    printed += String(text);
    return true;
  };
}
for (const module of process.argv.slice(2)) {
  const before = look();
  try {
    await import(module);
  } catch (error) {
    write(`${module}: it cannot be loaded: ${error}\n`);
  }
  const after = look();
  const changed = Object.keys(before).filter((what) => !isDeepStrictEqual(before[what], after[what]));
  if (printed) changed.push("output");
  printed = "";
  for (const what of changed) write(`${module}: loading it changes: ${what}.\n`);
}
// The last line: where it is missing, a module has ended the process.
write(`looked at ${process.argv.length - 2}\n`);
// What was loaded may go on.
process.exit(0);
