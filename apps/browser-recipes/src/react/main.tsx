import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { SaveCard } from "./save-card.tsx";

createRoot(document.body.appendChild(document.createElement("main"))).render(
  <StrictMode>
    <SaveCard />
  </StrictMode>,
);
