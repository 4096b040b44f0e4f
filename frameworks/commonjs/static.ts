import { createClient } from "@plastiq-connect/node";

export const client = createClient();
