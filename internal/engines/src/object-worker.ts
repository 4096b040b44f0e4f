import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { bundleWorker } from "runtimes/bundle-worker";
import { REMOTE_HANDLER } from "./remote-stores.ts";

/** A Worker with a Durable Object, and a store over it behind HTTP. */
interface ObjectWorkerSetup {
  /** The class of the object, which the package for Workers exports. */
  readonly object: "ClaimObject" | "JournalObject";
  /** The function of that package that creates the store. */
  readonly create: "createDurableObjectClaimStore" | "createDurableObjectJournalStore";
  /** The folder that keeps the objects. Default: none, they end with the Worker. */
  readonly folder?: string;
}

/** Starts the Worker in workerd. A GET of `/<name>` responds with the number of values that the object of that name keeps. */
export async function startObjectWorker({ object, create, folder }: ObjectWorkerSetup): Promise<Miniflare> {
  const code = await bundleWorker({
    resolveDir: fileURLToPath(new URL("..", import.meta.url)),
    text: `
      import { ${create}, ${object} as Published } from "@plastiq-connect/cloudflare";
      export class ${object} extends Published {
        constructor(state) {
          super(state);
          this.count = async () => Response.json((await state.storage.list()).size);
        }
        fetch(request) {
          return request.method === "GET" ? this.count() : super.fetch(request);
        }
      }
      export default {
        async fetch(request, env) {
          const name = new URL(request.url).pathname.slice(1);
          if (name) return env.OBJECTS.get(env.OBJECTS.idFromName(name)).fetch("https://object.invalid/");
          const storeOf = (retention) => ${create}(env.OBJECTS, { retention });
          ${REMOTE_HANDLER}
        },
      };`,
  });
  return new Miniflare({
    host: "127.0.0.1",
    port: 0,
    ...(folder === undefined ? {} : { resourcePersistencePath: folder }),
    workers: [
      {
        config: {
          name: "objects",
          compatibilityDate: "2026-01-01",
          env: { OBJECTS: { type: "durable-object", worker: "objects", exportName: object } },
          exports: { [object]: { type: "durable-object", storage: "sqlite" } },
          manifest: {
            mainModule: "index.js",
            modulesRoot: "/",
            modules: { "index.js": { type: "esm", contents: code } },
          },
        },
      },
    ],
  });
}
