import { API_KEY, ATTACKER, SMUGGLED, VENDOR_INTERNALS, VENDOR_SENTENCE, VICTIM } from "./parties.ts";
import type { Scene } from "./scene.ts";

const SECRETS = [API_KEY, VICTIM.session, ATTACKER.session, VENDOR_INTERNALS];
const STACK = /\bat .+[:/]\d+:\d+|node_modules|file:\/\/|\b[\w-]+\.[cm]?[jt]s\b|\b[A-Z][a-z]+\w*Error\b|\bECONN\w+/;

/** Finds facts in a response that no client may learn. Secrets are counted elsewhere. */
export function leaksInAnswer(received: string, { addresses, attackerPayerId }: Scene): readonly string[] {
  const texts = [...SECRETS, VENDOR_SENTENCE, SMUGGLED, VICTIM.payerId, attackerPayerId, "evil.example", ...addresses];
  const found = texts.filter((text) => received.includes(text));
  const [stack] = STACK.exec(received) ?? [];
  return stack === undefined ? found : [...found, stack];
}

/** The client secrets that stand in a text. */
export function secretsIn(text: string): readonly string[] {
  return text.match(/LOCALCLIENTSECRET\w*/g) ?? [];
}

/** Finds text in a target's log that no log may hold. The vendor's own sentence may appear. */
export function leaksInLog(log: string): readonly string[] {
  return [...SECRETS.filter((text) => log.includes(text)), ...secretsIn(log)];
}

/** Finds values that reached the vendor although a client only claimed them. */
export function claimsIn(seen: unknown): readonly string[] {
  const text = JSON.stringify(seen);
  return [SMUGGLED, VICTIM.payerId, VICTIM.session, ATTACKER.session, "evil.example"].filter((claim) =>
    text.includes(claim),
  );
}
