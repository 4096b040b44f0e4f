import { describe } from "vitest";
import { itKeepsEveryPromise } from "./testing/keep-every-promise.ts";

describe("the simulation", () => itKeepsEveryPromise(20_261_126));
