import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "./checkout/checkout.css";
import { Checkout } from "./checkout/react/checkout.tsx";

createRoot(document.body.appendChild(document.createElement("div"))).render(
  <StrictMode>
    <Checkout />
  </StrictMode>,
);
