import { StrictMode } from "react";
import { createRoot, type Root } from "react-dom/client";
import { SaveCard } from "./save-card.tsx";

let root: Root;
const saved: string[] = [];

function mount(): void {
  root = createRoot(document.body.appendChild(document.createElement("main")));
  root.render(
    <StrictMode>
      <SaveCard onSaved={(id) => saved.push(id)} />
    </StrictMode>,
  );
}

mount();
// For the tests of a change of route.
Object.assign(window, { saved, mount, unmount: () => root.unmount() });
