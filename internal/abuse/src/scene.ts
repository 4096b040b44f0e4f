import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import type { Launched } from "./launch/launched.ts";
import { API_KEY } from "./parties.ts";
import type { Target } from "./targets.ts";
import { type HostileVendor, startHostileVendor } from "./vendor/hostile-vendor.ts";

/** A running target with its own vendors. */
export interface Scene {
  readonly target: Launched;
  readonly sandbox: RunningSandbox;
  readonly hostile: HostileVendor;
  readonly attackerPayerId: string;
  /** The addresses of the target's vendors, which a leak would contain. */
  readonly addresses: readonly string[];
  close(): Promise<void>;
}

/** Starts a target and its vendors, and creates the attacker's payer in the sandbox. */
export async function setScene({ launch }: Target): Promise<Scene> {
  const [sandbox, hostile] = await Promise.all([
    startSandbox({ apiKeys: [{ label: "partner", key: API_KEY }] }),
    startHostileVendor(),
  ]);
  const attackerPayerId = await createPayer(sandbox.baseUrl);
  const { baseUrl: hostileUrl, refusedUrl } = hostile;
  const settings = { baseUrl: sandbox.baseUrl, hostileUrl, refusedUrl, attackerPayerId };
  const target = await launch(settings);
  return {
    target,
    sandbox,
    hostile,
    attackerPayerId,
    addresses: [sandbox.baseUrl, hostileUrl, refusedUrl].map((url) => new URL(url).host),
    async close() {
      await target.close();
      hostile.close();
      await sandbox.close();
    },
  };
}

async function createPayer(baseUrl: string): Promise<string> {
  const response = await fetch(`${baseUrl}/payers`, {
    method: "POST",
    headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json", "user-agent": "the suite" },
    body: JSON.stringify({ contact: { firstName: "Mallory", lastName: "Example", email: "mallory@example.com" } }),
  });
  const { id } = (await response.json()) as { id: string };
  return id;
}
