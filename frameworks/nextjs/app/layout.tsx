import type { Metadata } from "next";
import type { ReactNode } from "react";
import "./checkout/checkout.css";

export const metadata: Metadata = { title: "Checkout" };

export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <noscript>To pay, turn on JavaScript.</noscript>
        {children}
      </body>
    </html>
  );
}
