import type { Attack } from "../attack.ts";
import { ALLOWED_MINTS } from "../parties.ts";
import { requestText } from "../wire/request-text.ts";
import { refusal, SECRET } from "./expectations.ts";

const TIMES = 1_000;
const TOO_MANY = TIMES - ALLOWED_MINTS;

/** More requests than the rate limit allows. */
export const FLOODS: readonly Attack[] = [
  {
    name: "1,000 requests at once by one user, each as if from elsewhere",
    text: requestText({
      target: "/limited?#",
      headers: {
        Host: "host-#.example",
        "User-Agent": "Browser/#",
        "X-Forwarded-For": "198.51.100.#",
        "End-User-Device-Id": "device-#",
      },
    }),
    times: TIMES,
    expect: {
      responses: [...Array(ALLOWED_MINTS).fill(SECRET), ...Array(TOO_MANY).fill(refusal("rate-limited"))],
      reached: Array(ALLOWED_MINTS).fill({ ip: "peer", status: 200 }),
      audited: [...Array(ALLOWED_MINTS).fill("minted"), ...Array(TOO_MANY).fill("limited")],
    },
  },
];
