import type { Attack } from "../attack.ts";
import { ATTACKER, VICTIM } from "../parties.ts";
import { requestText } from "../wire/request-text.ts";
import { minted, refused } from "./expectations.ts";

const JSON_TYPE = { "Content-Type": "application/json" };

const NOBODY: Readonly<Record<string, Record<string, string | undefined>>> = {
  "no session": { Cookie: undefined },
  "an empty session": { Cookie: "session=" },
  "a made-up session": { Cookie: "session=made-up" },
  "all but the last letter of a session": { Cookie: `session=${VICTIM.session.slice(0, -1)}` },
  "a session by a name of JavaScript's": { Cookie: "session=__proto__" },
  "a session in other headers": {
    Cookie: undefined,
    Authorization: `Bearer ${VICTIM.session}`,
    Session: VICTIM.session,
  },
};

/** Users who are not signed in, and a user who requests a secret for another user's payer. */
export const IDENTITY_ATTACKS: readonly Attack[] = [
  ...Object.entries(NOBODY).map(
    ([name, headers]): Attack => ({ name, text: requestText({ headers }), expect: refused("unauthenticated") }),
  ),
  {
    name: "a session in the query and in the body",
    text: requestText({
      target: `/mint?session=${VICTIM.session}`,
      headers: { ...JSON_TYPE, Cookie: undefined },
      body: JSON.stringify({ session: VICTIM.session }),
    }),
    expect: refused("unauthenticated"),
  },
  {
    name: "another user's payer in the body",
    text: requestText({
      headers: JSON_TYPE,
      body: JSON.stringify({ payer: { id: VICTIM.payerId }, payerId: VICTIM.payerId, type: "CARD" }),
    }),
    expect: minted(),
  },
  {
    name: "another user's payer in a form",
    text: requestText({
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: `payerId=${VICTIM.payerId}&payer[id]=${VICTIM.payerId}`,
    }),
    expect: minted(),
  },
  {
    name: "another user's payer in the query",
    text: requestText({ target: `/mint?payerId=${VICTIM.payerId}&payer[id]=${VICTIM.payerId}` }),
    expect: minted(),
  },
  {
    name: "another user's payer in headers",
    text: requestText({
      headers: {
        "X-Payer-Id": VICTIM.payerId,
        "Payer-Id": VICTIM.payerId,
        Payer: VICTIM.payerId,
        From: VICTIM.payerId,
      },
    }),
    expect: minted(),
  },
  {
    name: "another user's payer in a second cookie",
    text: requestText({ headers: { Cookie: `session=${ATTACKER.session}; payerId=${VICTIM.payerId}` } }),
    expect: minted(),
  },
  {
    name: "another user's payer as a property of all objects",
    text: requestText({
      headers: JSON_TYPE,
      body: `{"__proto__":{"payerId":"${VICTIM.payerId}"},"constructor":{"prototype":{"payerId":"${VICTIM.payerId}"}}}`,
    }),
    expect: minted(),
  },
];
