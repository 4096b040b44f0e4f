import { createClient } from "@plastiq-connect/node";
import { createService } from "./service.ts";

// A person waits for the answer.
const connect = createClient({ deadline: 10_000 });
const service = createService(connect);

// Stops accepting, finishes what is under way, then lets go of the connections to the vendor: nothing keeps the process.
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, async () => {
    service.log.info(`${signal}: finishing what is under way`);
    await service.close();
    await connect.close();
  });
}

await service.listen({ host: "0.0.0.0", port: Number(process.env.PORT || 3000) });
