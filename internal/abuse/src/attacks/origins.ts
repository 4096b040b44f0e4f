import type { Attack } from "../attack.ts";
import { ORIGIN } from "../parties.ts";
import { requestText } from "../wire/request-text.ts";
import { refused } from "./expectations.ts";

const FOREIGN: Readonly<Record<string, string | undefined>> = {
  "a foreign origin": "https://evil.example",
  "no origin": undefined,
  "an empty origin": "",
  "the origin null": "null",
  "the origin with a longer name": `${ORIGIN}.evil.example`,
  "an origin whose name ends alike": "https://evilshop.example",
  "an origin below the allowed one": "https://pay.shop.example",
  "the origin with another port": `${ORIGIN}:8443`,
  "the origin with its default port": `${ORIGIN}:443`,
  "the origin with another scheme": "http://shop.example",
  "the origin in capital letters": "https://SHOP.example",
  "the origin with a dot at the end": `${ORIGIN}.`,
  "the origin with a slash at the end": `${ORIGIN}/`,
  "the origin as a user name": `${ORIGIN}@evil.example`,
  "a list of origins": `${ORIGIN} https://evil.example`,
  "an origin that is not ASCII": "https://shop.ex\xe4mple",
};

const TWICE: Readonly<Record<string, readonly string[]>> = {
  "two Origin headers, the foreign one last": [ORIGIN, "https://evil.example"],
  "two Origin headers, the foreign one first": ["https://evil.example", ORIGIN],
  "two Origin headers, both allowed": [ORIGIN, ORIGIN],
};

/** Other origins, and those that look like the allowed one. */
export const ORIGIN_ATTACKS: readonly Attack[] = [
  ...Object.entries(FOREIGN).map(
    ([name, origin]): Attack => ({
      name,
      text: requestText({ headers: { Origin: origin } }),
      expect: refused("origin-refused"),
    }),
  ),
  ...Object.entries(TWICE).map(
    ([name, origins]): Attack => ({
      name,
      text: requestText({ headers: { Origin: undefined }, lines: origins.map((origin) => `Origin: ${origin}`) }),
      expect: refused("origin-refused"),
    }),
  ),
  {
    name: "no origin but a Referer",
    text: requestText({ headers: { Origin: undefined, Referer: `${ORIGIN}/checkout` } }),
    expect: refused("origin-refused"),
  },
  {
    name: "a preflight from a foreign origin",
    text: requestText({
      method: "OPTIONS",
      headers: { Origin: "https://evil.example", "Access-Control-Request-Method": "POST" },
    }),
    expect: refused("origin-refused"),
  },
  {
    name: "a form, as Sec-Fetch-Mode says",
    text: requestText({
      headers: { "Sec-Fetch-Mode": "navigate", "Content-Type": "application/x-www-form-urlencoded" },
    }),
    expect: refused("origin-refused"),
  },
  {
    name: "the address bar, as Sec-Fetch-Site says",
    text: requestText({ headers: { "Sec-Fetch-Site": "none" } }),
    expect: refused("origin-refused"),
  },
];
