const KEY = "checkout.card-in-progress";

/**
 * Remembers, across a reload of this tab, that a card was being stored when the page was left. It keeps nothing of the
 * card: only that there was one.
 */
export const pendingCard = {
  /** Call it before the card can leave the page. */
  begin(): void {
    attempt((storage) => storage.setItem(KEY, "1"));
  },
  /** Call it once the outcome is known, or the person has dealt with it. */
  end(): void {
    attempt((storage) => storage.removeItem(KEY));
  },
  /** Returns whether the outcome of an earlier card is not known. */
  get exists(): boolean {
    return attempt((storage) => storage.getItem(KEY)) !== undefined;
  },
};

// Where storage is blocked, reading `sessionStorage` throws. Then only the browser's question before leaving remains.
function attempt(use: (storage: Storage) => unknown): string | undefined {
  try {
    return (use(sessionStorage) as string | null | undefined) ?? undefined;
  } catch {
    return undefined;
  }
}
