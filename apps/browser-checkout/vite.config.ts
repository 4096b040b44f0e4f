import { defineConfig, loadEnv, type UserConfig } from "vite";
import { partials } from "./partials.ts";
import { destinationsOf, headersFile, securityHeaders } from "./security-headers.ts";

/** The page's build. The headers depend on where the page may send something, so that both come from the same place. */
export default defineConfig(({ mode }): UserConfig => {
  const destinations = destinationsOf(loadEnv(mode, import.meta.dirname, "VITE_"));
  const headers = securityHeaders(destinations);
  return {
    root: import.meta.dirname,
    build: {
      target: ["chrome102", "edge102", "firefox104", "safari15.6"],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: ["index.html", "invoice.html"].map((page) => `${import.meta.dirname}/${page}`),
      },
    },
    // The overlay for errors writes HTML, which the policy forbids; the terminal tells the same.
    server: { headers: securityHeaders(destinations, true), hmr: { overlay: false } },
    preview: { headers },
    plugins: [
      partials(),
      {
        name: "headers-file",
        apply: "build",
        generateBundle() {
          this.emitFile({ type: "asset", fileName: "_headers", source: headersFile(headers) });
        },
      },
    ],
  };
});
