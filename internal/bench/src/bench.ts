// Two benchmarks: the promises of the Node adapter, and with "matrix" as the first argument, every runtime.
if (process.argv[2] === "matrix") await import("./matrix/main.ts");
else await import("./promises.ts");
