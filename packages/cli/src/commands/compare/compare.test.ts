import { describe, expect, it } from "vitest";
import { runOnPipe } from "../../testing/in-process.ts";
import { closedPort, sandboxOf } from "../../testing/servers.ts";

describe.concurrent("compare", () => {
  it("finds no difference between two local sandboxes, and only reads", async () => {
    await using other = await sandboxOf();
    const { exitCode, stdout, stderr } = await runOnPipe(["compare"], { env: other.env });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout.trim().split("\n")).toHaveLength(9);
    expect(stdout).not.toContain("differs");
    expect(new Set(other.control.seen().map(({ method }) => method))).toEqual(new Set(["GET"]));
  });

  it("names what differs: a status, an error code, a field", async () => {
    await using other = await sandboxOf();
    other.control.setPagination("without");
    other.control.addFault({ operation: "retrievePayer", kind: "status", status: 400, times: null });
    const { exitCode, stdout } = await runOnPipe(["compare", "--json"], { env: other.env });
    expect(exitCode).toBe(3);
    const { same, requests } = JSON.parse(stdout);
    expect(same).toBe(false);
    const found = Object.fromEntries(
      requests.map(({ path, differences }: { path: string; differences: string[] }) => [path, differences]),
    );
    expect(found["/payers/{id}"]).toEqual(["status: 404 local, 400 remote"]);
    expect(found["/recipients?limit=1"]).toContain("only local: body.pagination.hasNextPage: boolean");
    expect(found["/payments/{id}?payerId={id}"]).toEqual([]);
  });

  it("refuses production without --production, and says when nothing responds", async () => {
    const production = await runOnPipe(["compare", "--environment", "production"], {
      env: { PLASTIQ_API_KEY: "k-of-test" },
    });
    expect(production.exitCode).toBe(2);
    expect(production.stderr).toContain("--production");
    const nobody = await runOnPipe(["compare", "--base-url", `http://127.0.0.1:${await closedPort()}/api`]);
    expect(nobody.exitCode).toBe(4);
  });

  it("reports a key that is refused", async () => {
    await using other = await sandboxOf();
    const { exitCode, stderr } = await runOnPipe(["compare"], { env: { ...other.env, PLASTIQ_API_KEY: "wrong-key" } });
    expect(exitCode).toBe(3);
    expect(stderr).toContain("401");
  });
});
