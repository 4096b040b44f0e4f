import { createClient, type NodeClient } from "@plastiq-connect/node";
import { type DestinationStream, pino } from "pino";

export function createLoggingClient(destination?: DestinationStream): NodeClient {
  const logger = pino({ level: "info", name: "payments" }, destination);
  return createClient({ logger, logLevel: "info" });
}
