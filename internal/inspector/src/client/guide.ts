import type { Built } from "../protocol.ts";
import { copyButton } from "./copy-button.ts";
import { element, part, write } from "./element.ts";

/** How to point a client at this sandbox, ready to paste. `key` is what works here, or what to write in its place. */
function guide(baseUrl: string, { localApiKey, localPayerId }: Built, takesLocalKey: boolean): DocumentFragment {
  const key = takesLocalKey ? localApiKey : "<the key this sandbox was started with>";
  const settings = `export PLASTIQ_BASE_URL=${baseUrl}\nexport PLASTIQ_API_KEY=${takesLocalKey ? key : `'${key}'`}`;
  const curl = [
    `curl ${baseUrl}/client-secrets`,
    `-H 'Authorization: Bearer ${key}'`,
    "-H 'Content-Type: application/json'",
    "-H 'User-Agent: the browser of the end user'",
    `-d '{"payer":{"id":"${localPayerId}"},"type":"CARD"}'`,
  ].join(" \\\n  ");
  const fragment = document.createDocumentFragment();
  fragment.append(
    snippet("Settings of your server", "settings", settings),
    snippet("A client secret by hand", "curl", curl),
    element(
      "p",
      { class: "lower" },
      takesLocalKey
        ? "The key is a published constant. It opens nothing but a local sandbox."
        : "The published key is not active here.",
    ),
  );
  return fragment;
}

function snippet(title: string, what: string, text: string): HTMLElement {
  return element(
    "div",
    { class: "snippet" },
    element(
      "div",
      { class: "snippet-head" },
      element("span", {}, title),
      copyButton(what, () => text),
    ),
    element("pre", { tabindex: "0", role: "group", "aria-label": title }, text),
  );
}

/** Shows the guide where nothing has arrived yet, and beside the lists for later. */
export function showGuides(baseUrl: string, built: Built, takesLocalKey: boolean): void {
  for (const id of ["empty-guide", "side-guide"])
    part(id, HTMLElement).replaceChildren(guide(baseUrl, built, takesLocalKey));
  write(part("base-url", HTMLElement), baseUrl);
  part("base-url-copy", HTMLElement).replaceChildren(copyButton("the base URL", () => baseUrl));
}
