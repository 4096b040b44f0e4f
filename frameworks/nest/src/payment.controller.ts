import { Controller, Post, Req, Res } from "@nestjs/common";
import { createClient, endUserFrom, readInbound } from "@plastiq-connect/node";
import type { Request, Response } from "express";
import { pay } from "./pay.ts";

const connect = createClient();

@Controller("payment")
export class PaymentController {
  @Post()
  async pay(@Req() request: Request, @Res() response: Response): Promise<void> {
    const endUser = endUserFrom(readInbound(request), { trustedHops: 1 });
    const paid = await pay(connect, standardRequest(request), endUser);
    response
      .status(paid.status)
      .set(Object.fromEntries(paid.headers))
      .send(await paid.text());
  }
}

// Nest has read the body already.
function standardRequest({ method, headers, body }: Request): globalThis.Request {
  return new globalThis.Request("https://shop.example/payment", {
    method,
    headers: new Headers(headers as Record<string, string>),
    body: JSON.stringify(body),
  });
}
