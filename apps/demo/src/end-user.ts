import { type EndUser, endUserFrom, readInbound } from "@plastiq-connect/node";

/** A browser's request that came through one trusted proxy, as a web server sees it. */
export const BROWSER_REQUEST = {
  headers: {
    "user-agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 15_1) AppleWebKit/605.1.15 Version/18.1 Safari/605.1.15",
    "end-user-device-id": "4b0ff3a2-6d5e-4a11-9f3a-d2a9f1c60b3e",
    "x-forwarded-for": "6.6.6.6, 203.0.113.7",
  },
  socket: { remoteAddress: "10.0.0.2" },
};

/** The person at that browser. */
export const END_USER: EndUser = endUserFrom(readInbound(BROWSER_REQUEST), { trustedHops: 1 });
