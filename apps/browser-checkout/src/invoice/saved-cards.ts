import type { SavedCard } from "invoices";
import { element } from "../element.ts";
import { showBrandMark } from "../show-brand-mark.ts";
import { cardName } from "./format.ts";

/** Shows the cards that can be used without typing. */
export function showSavedCards(cards: readonly SavedCard[], onUse: (card: SavedCard) => void): void {
  const template = element<HTMLTemplateElement>("saved-card").content;
  element("saved").hidden = cards.length === 0;
  element("saved-list").replaceChildren(
    ...cards.map((card) => {
      const item = template.cloneNode(true) as DocumentFragment;
      showBrandMark(item.querySelector("svg") as SVGElement, card.brand);
      (item.querySelector(".saved-name") as HTMLElement).textContent = cardName(card);
      (item.querySelector(".saved-expiry") as HTMLElement).textContent = card.expiry ?? "";
      item.querySelector("button")?.addEventListener("click", () => onUse(card));
      return item;
    }),
  );
}
