/**
 * Returns the path of a URL with `{id}` instead of every id, so that logs and metrics can be grouped by it. A segment
 * with a digit or an escape counts as an id, and so does a long one; a version, such as `v2`, does not.
 */
export function urlTemplate(url: string): string {
  return new URL(url).pathname.replace(/[^/]+/g, (part) =>
    /[\d%]|.{33}/.test(part) && !/^v\d\d?$/.test(part) ? "{id}" : part,
  );
}
