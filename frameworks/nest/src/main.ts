import "reflect-metadata";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { MintController } from "./mint.controller.ts";
import { PaymentController } from "./payment.controller.ts";

@Module({ controllers: [MintController, PaymentController] })
class AppModule {}

const app = await NestFactory.create(AppModule);
await app.listen(process.env.PORT ?? 3000, process.env.HOST ?? "127.0.0.1");
