import { Activity, StrictMode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { Checkout } from "./checkout.tsx";
import { SaveCard } from "./save-card.tsx";

let root: Root;
let key = 0;
let shown = <></>;
const saved: string[] = [];

function mount(parent: Node = document.body): void {
  root = createRoot(parent.appendChild(document.createElement("main")));
  replace();
}

function replace(checkout = false): void {
  key += 1;
  shown = checkout ? <Checkout key={key} /> : <SaveCard key={key} onSaved={(id) => saved.push(id)} />;
  hide(false);
}

/** Hides what is shown, or shows it again, as an application that keeps its pages does. */
function hide(hidden: boolean): void {
  root.render(
    <StrictMode>
      <Activity mode={hidden ? "hidden" : "visible"}>{shown}</Activity>
    </StrictMode>,
  );
}

mount();
// For the tests of a change of route.
Object.assign(window, { saved, mount, replace, hide, unmount: () => root.unmount() });
