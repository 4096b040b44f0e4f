import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** A port on loopback that can be shut: while it is, connections to it are refused. */
export interface Gate {
  readonly port: number;
  shut(): void;
  open(): void;
  close(): void;
}

/** Opens a gate. Each connection goes to `serve`. */
export async function openGate(serve: (socket: Socket) => void): Promise<Gate> {
  const sockets = new Set<Socket>();
  const accept = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    serve(socket);
  };
  const listen = (at: number) => {
    // Somebody else may have taken the port meanwhile: then connections go on being refused, or end there.
    const server = createServer(accept).on("error", () => {});
    return server.listen(at, "127.0.0.1");
  };
  let server = listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const shut = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    shut,
    open() {
      if (!server.listening) server = listen(port);
    },
    close: shut,
  };
}
