type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Creates an element. Children that are strings become text, never HTML: this is the only way in which values get into
 * the page. An attribute that is true is set, one that is false or undefined is not.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** Returns an element of page.html. */
export function part<Made extends HTMLElement>(id: string, kind: new () => Made): Made {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${kind.name} with the id ${id}.`);
  return found;
}

/** Sets the text of an element, but only if it changes: a live region must not repeat itself. */
export function write(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
