import { StrictMode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { Checkout } from "./checkout.tsx";
import { SaveCard } from "./save-card.tsx";

let root: Root;
let key = 0;
const saved: string[] = [];

function mount(parent: Node = document.body): void {
  root = createRoot(parent.appendChild(document.createElement("main")));
  replace();
}

function replace(checkout = false): void {
  key += 1;
  root.render(
    <StrictMode>
      {checkout ? <Checkout key={key} /> : <SaveCard key={key} onSaved={(id) => saved.push(id)} />}
    </StrictMode>,
  );
}

mount();
// For the tests of a change of route.
Object.assign(window, { saved, mount, replace, unmount: () => root.unmount() });
