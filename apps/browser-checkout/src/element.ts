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

/** The last text of each live region: a browser that translates the page replaces what the region contains. */
const announced = new WeakMap<Element, string>();

/** Sets the text of a live region, unless it is the same: screen readers would announce it again. */
export function announce(id: string, text: string): void {
  const region = element(id);
  if ((announced.get(region) ?? "") === text) return;
  announced.set(region, text);
  region.textContent = text;
}
