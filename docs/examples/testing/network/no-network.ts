import { blockNetwork } from "@plastiq-connect/node";

blockNetwork();
process.env.PLASTIQ_BASE_URL = "https://sandbox.test/api";
