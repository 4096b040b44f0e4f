import { mintEndpoint } from "@plastiq-connect/node";
import express from "express";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { authorize } from "./authorize.ts";

export const app = express();

app.all(
  "/client-secret",
  mintEndpoint({
    allowedOrigins: ["https://shop.example"],
    trustedHops: 1, // reverse proxies of yours in front
    authorize,
    rateLimit: new RateLimiterMemory({ points: 10, duration: 60 }),
  }),
);
