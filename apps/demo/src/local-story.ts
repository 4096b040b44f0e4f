import { createClient } from "@plastiq-connect/node";
import { LOCAL_API_KEY, type SeenRequest } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { EXAMPLE_CARD } from "./card.ts";
import { BROWSER_REQUEST, END_USER } from "./end-user.ts";
import { expectedError, factsOf } from "./expected-error.ts";
import { tellPaymentStory } from "./payment-story.ts";
import { DEMO_RUNTIMES } from "./runtimes/matrix.ts";
import { expect, type Fact, type Story } from "./story.ts";

/** The whole story, from a payer to a deposited payment, against the local sandbox, over real HTTP on loopback. */
export async function tellLocalStory(story: Story): Promise<void> {
  const sandbox = await story.step("Start the local sandbox, which imitates the vendor's API", async () => {
    const result = await startSandbox();
    return { result, facts: [["base URL", result.baseUrl]] };
  });
  const client = createClient({ apiKey: LOCAL_API_KEY, baseUrl: sandbox.baseUrl });
  const arrived = (traceId: string): readonly SeenRequest[] => sandbox.control.seen({ traceId });
  try {
    const payer = await story.step("Create a payer", async () => {
      const contact = { firstName: "Ada", lastName: "Example", email: "ada@example.com" };
      const result = await client.payers.create({ contact }, { endUser: END_USER });
      return { result, facts: [["payer", result.id]] };
    });
    const mint = () => client.clientSecrets.create({ payer: { id: payer.id } }, { endUser: END_USER });

    const secret = await story.step("Mint a client secret for the person at the browser", async () => {
      const result = await mint();
      expect(`${result}` === "[redacted]" && !result.expired, "The secret is not redacted, or has already expired.");
      const lives = `${(result.remaining() / 1_000).toFixed(1)} s`;
      return {
        result,
        facts: [
          ["client secret", `${result}`],
          ["lives for", lives],
          ["trace id", result.traceId],
        ],
      };
    });

    await story.step("See what arrived upstream", async () => {
      const [request, ...more] = arrived(secret.traceId);
      expect(request !== undefined && more.length === 0, "Not exactly one request arrived.");
      const { headers, bearer } = request;
      expect(headers["user-agent"] === BROWSER_REQUEST.headers["user-agent"], "The User-Agent is not the browser's.");
      expect(headers["end-user-ip"] === "203.0.113.7", "The address is not the one that our own proxy vouches for.");
      const facts: Fact[] = [
        ["Authorization", `Bearer (the key labeled "${bearer?.label}", SHA-256 ${bearer?.sha256}…)`],
        ...["trace-id", "user-agent", "end-user-device-id", "end-user-ip"].map(
          (name): Fact => [name, `${headers[name]}`],
        ),
        ["body", JSON.stringify(request.body)],
      ];
      return { result: undefined, facts };
    });

    const spend = (clientSecret: typeof secret) =>
      client.paymentMethods.create({ type: "CARD", data: EXAMPLE_CARD }, { endUser: END_USER, clientSecret });

    const paymentMethodId = await story.step("Spend the secret on a card", async () => {
      const { id, data, status } = await spend(secret);
      expect(data?.last4 === "4242" && status === "ACTIVE", "The card was not stored.");
      return {
        result: id,
        facts: [
          ["payment method", id],
          ["card", `${data.brand} ending in ${data.last4}`],
        ],
      };
    });

    await story.step("Spend it again: refused, because it works once", async () => {
      const error = await expectedError(spend(secret));
      expect(error.code === "unauthorized" && error.outcome === "rejected", "The second spend was not refused.");
      return { result: undefined, facts: factsOf(error) };
    });

    await story.step("Let another secret's 60 seconds pass (the sandbox's clock is moved): refused", async () => {
      const late = await mint();
      sandbox.control.advance(60_000);
      const error = await expectedError(spend(late));
      expect(
        error.code === "unauthorized" && /expired/.test(error.details.join()),
        "The expired secret was not refused.",
      );
      return { result: undefined, facts: factsOf(error) };
    });

    await story.step("Mint while the vendor responds with 503 once: a retry succeeds", async () => {
      sandbox.control.addFault({ operation: "createClientSecret", kind: "status", status: 503, retryAfter: "1" });
      const healed = await mint();
      const statuses = arrived(healed.traceId).map(({ status }) => status);
      expect(statuses.join() === "503,200", `The responses were ${statuses.join(", ")}.`);
      return {
        result: undefined,
        facts: [
          ["responses", statuses.join(", then ")],
          ["trace id", `${healed.traceId} (both)`],
        ],
      };
    });

    await tellPaymentStory(story, { client, payerId: payer.id, paymentMethodId, control: sandbox.control });

    await tellRuntimes(story, sandbox);
  } finally {
    await client.close();
    await sandbox.close();
  }
}

/** Mints in every runtime of the matrix. */
async function tellRuntimes(story: Story, sandbox: RunningSandbox): Promise<void> {
  await story.step("Mint once in every runtime, each the real thing: none prints the secret", async () => {
    const facts: Fact[] = [];
    for (const { name, mint } of DEMO_RUNTIMES) {
      if (!mint) {
        facts.push([name, "not available on this machine"]);
        continue;
      }
      const { version, secret, traceId, ms } = await mint(sandbox.baseUrl);
      expect(secret === "[redacted]", `${name} ${version} prints its secret.`);
      const [request] = sandbox.control.seen({ traceId });
      expect(request?.status === 200, `${name} ${version} did not mint.`);
      facts.push([name, [version.padEnd(14), traceId, `${ms.toFixed(0).padStart(4)} ms`].join("  ")]);
    }
    return { result: undefined, facts };
  });
}
