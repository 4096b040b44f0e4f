// The first argument selects a benchmark. Without one: the promises of the Node adapter.
if (process.argv[2] === "matrix") await import("./matrix/main.ts");
else if (process.argv[2] === "webhooks") await import("./webhooks.ts");
else await import("./promises.ts");
