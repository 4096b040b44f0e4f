import { LOCAL_CATEGORY_ID, mountSandbox } from "@plastiq-connect/sandbox";

/** Set on preview deployments only: absent in production, and while the application is built. */
const token = process.env.SANDBOX_TOKEN;
/** The public origin of the deployment, such as `https://preview.example.com`. */
const origin = process.env.SANDBOX_ORIGIN;

/** The recipient of the order in `orders.ts`. */
const coffee = {
  id: "8c1d2f70-5b3e-4f6a-9e21-7a40c5d3b916",
  businessName: "Coffee Beans Supply Co.",
  categoryId: LOCAL_CATEGORY_ID,
  businessAddress: { line1: "19439 Stevens Creek Blvd", country: "US" },
  contact: { email: "billing@coffee.example" },
  receivingMethod: {
    type: "ACH",
    accountNumber: "3829473294723",
    routingNumber: "021000021",
    beneficiaryName: "Coffee Beans Supply Co.",
  },
};

const mounted = token
  ? mountSandbox({ basePath: "/plastiq-sandbox", token, origin, seed: { recipients: { coffee } } })
  : null;

/** Passes a request to the local sandbox. Responds with 404 when `SANDBOX_TOKEN` is not set. */
export async function handleSandbox(request: Request): Promise<Response> {
  return mounted ? await mounted.handle(request) : new Response(null, { status: 404 });
}
