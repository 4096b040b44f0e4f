export default defineNuxtConfig({
  app: { head: { title: "Checkout", htmlAttrs: { lang: "en" } } },
  compatibilityDate: "2026-01-01",
  telemetry: false,
  devtools: { enabled: false },
});
