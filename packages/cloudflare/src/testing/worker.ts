import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { Miniflare, type WorkerOptions } from "miniflare";
import { bundleSource } from "./bundle-source.ts";

/** The tested compatibility dates: an old one, with which redirects keep the credential, and a recent one. */
export const COMPATIBILITY_DATES = ["2024-06-01", "2026-01-01"] as const;

/** A Worker in real workerd. */
export interface RunningWorker {
  readonly url: URL;
  /** Writes a secret of the Secrets Store under its binding's name. */
  storeSecret(binding: string, value: string): Promise<void>;
  close(): Promise<void>;
}

type Binding = NonNullable<WorkerOptions["config"]["env"]>[string];

/** Options for {@link runWorker}. */
export interface WorkerSetup {
  readonly compatibilityDate: string;
  readonly compatibilityFlags?: readonly string[];
  /** The base URL of the sandbox. */
  readonly baseUrl: string;
  /** Default: a plain secret with the sandbox's key. */
  readonly apiKey?: Binding;
  /** Additional bindings. */
  readonly env?: Readonly<Record<string, Binding>>;
  /** Called with each line that the Worker logs. */
  readonly onLog?: (line: string) => void;
}

/** Bundles a Worker's source over the built packages and runs it in workerd, without `nodejs_compat`. */
export async function runWorker(source: string, setup: WorkerSetup): Promise<RunningWorker> {
  const code = await bundleSource(source);
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    port: 0,
    ...(setup.onLog ? { handleStructuredLogs: ({ message }: { message: string }) => setup.onLog?.(message) } : {}),
    workers: [
      {
        config: {
          name: "worker",
          compatibilityDate: setup.compatibilityDate,
          compatibilityFlags: [...(setup.compatibilityFlags ?? [])],
          env: {
            PLASTIQ_API_KEY: setup.apiKey ?? { type: "text", value: LOCAL_API_KEY },
            PLASTIQ_BASE_URL: { type: "text", value: setup.baseUrl },
            ...setup.env,
          },
          manifest: {
            mainModule: "index.js",
            modulesRoot: "/",
            modules: { "index.js": { type: "esm", contents: code } },
          },
        },
      },
    ],
  });
  return {
    url: await miniflare.ready,
    async storeSecret(binding, value) {
      const admin = await miniflare.getSecretsStoreSecretAPI(binding);
      await admin().create(value);
    },
    close: () => miniflare.dispose(),
  };
}
