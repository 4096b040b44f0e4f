import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { SaveCard } from "./save-card.tsx";

const root = createRoot(document.body.appendChild(document.createElement("main")));
root.render(
  <StrictMode>
    <SaveCard />
  </StrictMode>,
);
// For the test of a change of route.
Object.assign(window, { unmount: () => root.unmount() });
