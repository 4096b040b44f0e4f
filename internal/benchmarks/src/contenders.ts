import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { createCaller, createClientSecret } from "@plastiq-connect/core";
import { createClient } from "@plastiq-connect/node";
import axios from "axios";
import { ofetch } from "ofetch";
import OpenAI from "openai";
import createOpenApiClient from "openapi-fetch";
import superagent from "superagent";
import { Agent, request as undiciRequest } from "undici";

/** One way to mint: it resolves with the client secret's text. */
export interface Contender {
  readonly name: string;
  mint(): Promise<string>;
  close?(): Promise<void>;
}

const KEY = "bench-key-not-a-secret";
const PAYER = "6c1c7a2e-3d3c-4c0a-9a53-0f7f6e1d9b11";
const END_USER = { userAgent: "Mozilla/5.0 (X11; Linux x64) bench", deviceId: "device-1", ip: "203.0.113.7" };
const TIMEOUT = 10_000;

interface Minted {
  readonly clientSecret: string;
}

// Every contender sends the same headers, with a fresh trace id, and the same JSON.
function headers(): Record<string, string> {
  return {
    accept: "application/json",
    "content-type": "application/json",
    authorization: `Bearer ${KEY}`,
    "trace-id": crypto.randomUUID(),
    "user-agent": END_USER.userAgent,
    "end-user-device-id": END_USER.deviceId,
    "end-user-ip": END_USER.ip,
  };
}
const body = (): string => JSON.stringify({ payer: { id: PAYER }, type: "CARD" });

/** All contenders against one base URL. The first is the yardstick. */
export function contenders(baseUrl: string): Contender[] {
  const url = `${baseUrl}/client-secrets`;
  const input = { payer: { id: PAYER } };

  const node = createClient({ apiKey: KEY, baseUrl });
  const plain = createCaller({ apiKey: KEY, baseUrl });
  const agent = new Agent();
  const httpAgent = new HttpAgent({ keepAlive: true });
  const keepAlive = axios.create({ httpAgent, timeout: TIMEOUT });
  const openapi = createOpenApiClient<Record<string, never>>({ baseUrl }) as unknown as {
    POST(path: string, init: object): Promise<{ data: Minted }>;
  };
  const openai = new OpenAI({ apiKey: KEY, baseURL: baseUrl, timeout: TIMEOUT });

  return [
    {
      name: "bare fetch",
      async mint() {
        const controller = new AbortController();
        const timer = setTimeout(() => controller.abort(), TIMEOUT);
        try {
          const { signal } = controller;
          const response = await fetch(url, { method: "POST", headers: headers(), body: body(), signal });
          return ((await response.json()) as Minted).clientSecret;
        } finally {
          clearTimeout(timer);
        }
      },
    },
    {
      name: "@plastiq-connect/node",
      mint: async () => (await node.clientSecrets.create(input, { endUser: END_USER })).reveal(),
      close: () => node.close(),
    },
    {
      name: "core on plain fetch",
      mint: async () => (await createClientSecret(plain, input, { endUser: END_USER })).reveal(),
    },
    {
      name: "undici.request",
      async mint() {
        const options = { method: "POST", headers: headers(), body: body(), dispatcher: agent } as const;
        const response = await undiciRequest(url, { ...options, headersTimeout: TIMEOUT, bodyTimeout: TIMEOUT });
        return ((await response.body.json()) as Minted).clientSecret;
      },
      close: () => agent.close(),
    },
    {
      name: "node:http, keep-alive",
      mint: () =>
        new Promise((resolve, reject) => {
          const request = httpRequest(url, { method: "POST", headers: headers(), agent: httpAgent, timeout: TIMEOUT });
          request.on("error", reject).on("response", (response) => {
            let text = "";
            response.setEncoding("utf8").on("data", (chunk: string) => {
              text += chunk;
            });
            response.on("error", reject).on("end", () => resolve((JSON.parse(text) as Minted).clientSecret));
          });
          request.end(body());
        }),
      close: async () => httpAgent.destroy(),
    },
    {
      name: "ofetch",
      async mint() {
        const options = { method: "POST", headers: headers(), body: body(), timeout: TIMEOUT } as const;
        return (await ofetch<Minted>(url, options)).clientSecret;
      },
    },
    {
      name: "openapi-fetch",
      async mint() {
        const signal = AbortSignal.timeout(TIMEOUT);
        const init = { headers: headers(), body: JSON.parse(body()), signal };
        return (await openapi.POST("/client-secrets", init)).data.clientSecret;
      },
    },
    {
      name: "axios",
      mint: async () =>
        (await keepAlive.post<Minted>(url, JSON.parse(body()), { headers: headers() })).data.clientSecret,
    },
    {
      name: "openai",
      mint: async () =>
        ((await openai.post("/client-secrets", { body: JSON.parse(body()), headers: headers() })) as Minted)
          .clientSecret,
    },
    {
      name: "superagent",
      async mint() {
        const request = superagent.post(url).agent(httpAgent).timeout(TIMEOUT).set(headers());
        return ((await request.send(JSON.parse(body()))).body as Minted).clientSecret;
      },
    },
  ];
}
