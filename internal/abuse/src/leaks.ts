import { API_KEY, ATTACKER, SMUGGLED, VENDOR_INTERNALS, VENDOR_SENTENCE, VICTIM } from "./parties.ts";
import type { Scene } from "./scene.ts";

const SECRETS = [API_KEY, VICTIM.session, ATTACKER.session, VENDOR_INTERNALS];
const STACK = /\bat .+[:/]\d+:\d+|node_modules|file:\/\/|\b[\w-]+\.[cm]?[jt]s\b|\b[A-Z][a-z]+\w*Error\b|\bECONN\w+/;

/** Returns the confidential facts in a response. Client secrets are counted elsewhere. */
export function leaksInResponse(received: string, { addresses, attackerPayerId }: Scene): readonly string[] {
  const texts = [...SECRETS, VENDOR_SENTENCE, SMUGGLED, VICTIM.payerId, attackerPayerId, "evil.example", ...addresses];
  const found = texts.filter((text) => received.includes(text));
  const [stack] = STACK.exec(received) ?? [];
  return stack === undefined ? found : [...found, stack];
}

/** Returns the client secrets in a text. */
export function secretsIn(text: string): readonly string[] {
  return text.match(/LOCALCLIENTSECRET\w*/g) ?? [];
}

/** Returns the confidential texts in a target's log. It may contain the vendor's own sentence. */
export function leaksInLog(log: string): readonly string[] {
  return [...SECRETS.filter((text) => log.includes(text)), ...secretsIn(log)];
}

/** Returns the forged values of a client that reached the vendor. */
export function claimsIn(seen: unknown): readonly string[] {
  const text = JSON.stringify(seen);
  return [SMUGGLED, VICTIM.payerId, VICTIM.session, ATTACKER.session, "evil.example"].filter((claim) =>
    text.includes(claim),
  );
}
