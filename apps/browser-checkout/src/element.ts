/**
 * An element that the page's HTML holds, by its id.
 *
 * @throws TypeError when it is not there: then page and script do not belong together.
 */
export function element<Kind extends Element = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new TypeError(`There is no #${id} in the page.`);
  return found as Element as Kind;
}

/** Sets the text of a live region, unless it is the same: screen readers would announce it again. */
export function announce(id: string, text: string): void {
  const region = element(id);
  if (region.textContent !== text) region.textContent = text;
}
