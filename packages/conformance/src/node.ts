export { nodeSubject } from "./node-subject.ts";
export { type Servers, startServers } from "./servers.ts";
