// The whole thing on this machine: a local sandbox, a back end, and the page in front of it, until Ctrl-C.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startSandbox } from "@plastiq-connect/sandbox/server";
import pc from "picocolors";
import { BACK_ENDS, type BackEnd, type BackEndName, startBackEnd } from "./back-end.ts";
import { freePort } from "./free-port.ts";
import { servePageSource } from "./page.ts";

const SANDBOX_PORT = 4010;
const PAGE_PORT = 5173;
const BACK_END_PORTS: Readonly<Record<BackEndName, number>> = { node: 3000, deno: 8000, worker: 8787 };

const name = chosenBackEnd();
let stopping: Promise<void> | undefined;
const started: { close(): Promise<unknown> }[] = [];
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());

try {
  await start();
} catch (error) {
  console.error(pc.red(error instanceof Error ? error.message : String(error)));
  await stop(1);
}

function chosenBackEnd(): BackEndName {
  try {
    const { values } = parseArgs({ options: { backend: { type: "string", default: "node" } } });
    const chosen = BACK_ENDS.find((known) => known === values.backend);
    if (chosen) return chosen;
    throw new Error(`There is no back end "${values.backend}".`);
  } catch (error) {
    console.error(
      `${error instanceof Error ? error.message : error}\nUse: npm run dev -- --backend ${BACK_ENDS.join("|")}`,
    );
    process.exit(2);
  }
}

async function start(): Promise<void> {
  const sandbox = await startSandbox({ port: await freePort(SANDBOX_PORT) });
  started.push(sandbox);
  const pagePort = await freePort(PAGE_PORT);
  const backEnd = await startTalkative(sandbox.baseUrl, pagePort);
  const page = await servePageSource(pagePort, {
    VITE_MINT_ENDPOINT: backEnd.mintEndpoint,
    VITE_INVOICES_ENDPOINT: backEnd.invoicesEndpoint,
    VITE_PLASTIQ_BASE_URL: sandbox.baseUrl,
    // The page reads the saved cards from the control routes of this origin.
    VITE_SAVED_CARDS_URL: sandbox.origin,
  });
  started.push(page);
  sandbox.control.subscribeWebhook({ url: backEnd.webhookUrl });
  if (stopping) return;
  console.log(`
  Open        ${pc.bold(pc.green(page.origin))} to add a card
  Pay         ${pc.bold(pc.green(`${page.origin}/invoice.html?number=1042`))}

  Back end    ${name}, ${backEnd.mintEndpoint}
  Sandbox     ${sandbox.origin} shows every request, and orders faults
  Test cards  4242 4242 4242 4242; declined: 4000 0000 0000 0002, or 4000 0000 0000 0341 when it pays
  Stop        Ctrl-C
`);
}

/** Starts the back end with an empty folder, and shows what it says while it runs. When it ends, everything does. */
async function startTalkative(baseUrl: string, pagePort: number): Promise<BackEnd> {
  let running = false;
  const folder = await mkdtemp(join(tmpdir(), "browser-checkout-"));
  started.push({ close: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) });
  const backEnd = await startBackEnd(name, {
    allowedOrigin: `http://127.0.0.1:${pagePort}`,
    baseUrl,
    folder,
    port: await freePort(BACK_END_PORTS[name]),
    onOutput(text) {
      if (running && !stopping) process.stdout.write(text.replace(/^(?=.)/gm, pc.dim(`${name}  `)));
    },
  });
  running = true;
  started.push({ close: () => backEnd.stop() });
  void backEnd.ended.then(() => {
    if (stopping) return;
    console.error(pc.red(`The ${name} back end has ended. The rest stops, too.`));
    void stop(1);
  });
  return backEnd;
}

function stop(exitCode = 0): Promise<void> {
  stopping ??= Promise.allSettled(started.map((running) => running.close())).then(() => process.exit(exitCode));
  return stopping;
}
