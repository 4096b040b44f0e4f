/** Returns whether Deno threw this because a permission is missing. (`PermissionDenied` is the operating system's refusal.) */
export function isNotCapable(error: unknown): boolean {
  return error instanceof Error && error.name === "NotCapable";
}
