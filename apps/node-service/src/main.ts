import { createClient } from "@plastiq-connect/node";
import { createService } from "./service.ts";
import { readSettings } from "./settings.ts";

const settings = readSettings((name) => process.env[name]);
// A person waits for the response.
const connect = createClient({ deadline: 10_000 });
const service = createService(connect, settings);

// Stops accepting, finishes what is in progress, then lets go of the connections to the vendor: nothing keeps the process.
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, async () => {
    service.log.info(`${signal}: finishing what is in progress`);
    await service.close();
    await connect.close();
  });
}

await service.listen({ host: settings.host, port: settings.port });
