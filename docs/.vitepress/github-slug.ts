/**
 * Returns the anchor of a heading as GitHub makes it. VitePress's own differs for names with an underscore, such as
 * `timed_out`, and a link must lead to the same place in the repository and on the site.
 */
export function githubSlug(heading: string): string {
  return heading
    .toLowerCase()
    .trim()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
}
