import { startObjectWorker } from "./object-worker.ts";

// The Worker of the journal in a process group of its own, which a test kills together with workerd.
const [, , folder = ""] = process.argv;
const worker = await startObjectWorker({ object: "JournalObject", create: "createDurableObjectJournalStore", folder });
process.send?.(String(await worker.ready));
// It ends with the test that started it.
process.on("disconnect", () => process.kill(-process.pid, "SIGKILL"));
