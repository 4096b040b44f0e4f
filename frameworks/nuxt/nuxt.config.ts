export default defineNuxtConfig({
  app: {
    head: {
      title: "Checkout",
      htmlAttrs: { lang: "en" },
      noscript: [{ innerHTML: "To pay, turn on JavaScript.", tagPosition: "bodyOpen" }],
    },
  },
  css: ["~/checkout/checkout.css"],
  compatibilityDate: "2026-01-01",
  telemetry: false,
  devtools: { enabled: false },
});
