import { createContentLoader } from "vitepress";

/** A page of `decisions`. */
interface Decision {
  readonly title: string;
  readonly url: string;
  readonly date: string;
}

/** The decisions, the latest first, for a page that imports this file. */
declare const data: readonly Decision[];

export { data };

/** Reads them when the pages are built. A page without a date in its name is none. */
export default createContentLoader("decisions/*.md", {
  includeSrc: true,
  transform: (pages): readonly Decision[] =>
    pages
      .flatMap(({ src = "", url }) => {
        const [, date] = /\/(\d{4}-\d\d-\d\d)-/.exec(url) ?? [];
        const [, title = url] = /^# (.+)$/m.exec(src) ?? [];
        return date ? [{ title, url, date }] : [];
      })
      .sort((one, other) => other.date.localeCompare(one.date) || one.title.localeCompare(other.title)),
});
