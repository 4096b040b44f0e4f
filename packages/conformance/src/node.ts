/**
 * Starts the servers that the cases need, and tests the Node adapter.
 *
 * @module
 */

export { nodeSubject } from "./node-subject.ts";
export { type Servers, startServers } from "./servers.ts";
