import { All, Controller, Req, Res } from "@nestjs/common";
import { mintEndpoint } from "@plastiq-connect/node";
import type { Request, Response } from "express";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { authorize } from "./authorize.ts";

const mint = mintEndpoint({
  allowedOrigins: ["https://shop.example"],
  trustedHops: 1, // reverse proxies of yours in front
  authorize,
  rateLimit: new RateLimiterMemory({ points: 10, duration: 60 }),
});

@Controller("client-secret")
export class MintController {
  @All()
  mint(@Req() request: Request, @Res() response: Response): Promise<void> {
    return mint(request, response);
  }
}
