type Attributes = Readonly<Record<string, string | boolean | undefined>>;

/**
 * Makes an element. Children that are strings become text, whatever they look like: this is the only way in which
 * values get into the page. An attribute that is true is there, one that is false or undefined is not.
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

/** An element of page.html. */
export function part<Made extends HTMLElement>(id: string, kind: new () => Made): Made {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${kind.name} with the id ${id}.`);
  return found;
}

/** Writes a text, but only if it is another one: an unchanged live region must not speak. */
export function write(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
