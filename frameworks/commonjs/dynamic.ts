export async function load(): Promise<string> {
  const { createClient } = await import("@plastiq-connect/node");
  return createClient().baseUrl;
}
