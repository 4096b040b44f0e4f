const MARKED = ["visa", "mastercard", "american-express", "discover"];

/**
 * Shows the mark of a card's brand, or the outline of a card where the page holds none.
 *
 * @param brand However it is spelt: `american-express`, `American Express`, `AMERICAN_EXPRESS`.
 * @returns Whether there is a mark.
 */
export function showBrandMark(mark: SVGElement, brand: string | undefined): boolean {
  const known = MARKED.find((name) => letters(name) === letters(brand ?? ""));
  mark.querySelector("use")?.setAttribute("href", `#mark-${known ?? "card"}`);
  return known !== undefined;
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, "");
}
