import { type ClaimStore, type ClaimStoreOptions, checkedRetention } from "./claim-store.ts";

/** Options for `createRedisClaimStore`. */
export interface RedisClaimStoreOptions extends ClaimStoreOptions {
  /** Prefix of every key. Default `plastiq-connect:webhook:`. */
  readonly prefix?: string | undefined;
}

/** Sends one command to Redis, such as `["GET", "key"]`, and resolves with its reply. */
export type SendRedisCommand = (command: [name: string, ...args: string[]]) => Promise<unknown>;

// A value is "done", or "claimed:" and a token. A client such as ioredis sends a command again when its connection ended
// before the reply: the same token gets the same claim.
const CLAIM = `
local value = redis.call("GET", KEYS[1])
if value == "done" then return "done" end
if value and value ~= "claimed:" .. ARGV[1] then return "busy" end
redis.call("SET", KEYS[1], "claimed:" .. ARGV[1], "PX", ARGV[2])
return "new"`;
const RENEW = `
if redis.call("GET", KEYS[1]) ~= "claimed:" .. ARGV[1] then return 0 end
return redis.call("PEXPIRE", KEYS[1], ARGV[2])`;
const DONE = `
if redis.call("GET", KEYS[1]) == "claimed:" .. ARGV[1] then redis.call("SET", KEYS[1], "done", "PX", ARGV[2]) end
return 1`;
const RELEASE = `
if redis.call("GET", KEYS[1]) == "claimed:" .. ARGV[1] then redis.call("DEL", KEYS[1]) end
return 1`;

/**
 * Creates a store in Redis, for any number of instances. Each operation is one script, which Redis runs atomically.
 *
 * Redis must not evict keys (`maxmemory-policy noeviction`): an evicted event is handled again.
 *
 * @param send Sends a command with your Redis client.
 *
 * @example
 * ```ts
 * import { createRedisClaimStore } from "@plastiq-connect/core/webhooks";
 *
 * declare const redis: { call(name: string, ...args: string[]): Promise<unknown> }; // of ioredis
 *
 * export const store = createRedisClaimStore(([name, ...args]) => redis.call(name, ...args));
 * // With node-redis: (command) => client.sendCommand(command)
 * // With Bun: ([name, ...args]) => Bun.redis.send(name, args)
 * ```
 */
export function createRedisClaimStore(
  send: SendRedisCommand,
  { prefix = "plastiq-connect:webhook:", retention: given }: RedisClaimStoreOptions = {},
): ClaimStore {
  const retention = checkedRetention(given);
  const run = (script: string, id: string, ...args: string[]): Promise<unknown> =>
    send(["EVAL", script, "1", prefix + id, ...args]);
  return {
    async claim(id, token, lease) {
      const state = String(await run(CLAIM, id, token, String(lease)));
      if (state === "new" || state === "done") return state;
      return "busy";
    },
    async renew(id, token, lease) {
      return Number(await run(RENEW, id, token, String(lease))) === 1;
    },
    async done(id, token) {
      await run(DONE, id, token, String(retention));
    },
    async release(id, token) {
      await run(RELEASE, id, token);
    },
  };
}
