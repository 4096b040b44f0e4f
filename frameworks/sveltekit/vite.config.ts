import adapter from "@sveltejs/adapter-node";
import { sveltekit } from "@sveltejs/kit/vite";
import { defineConfig } from "vite";

export default defineConfig({
  // SvelteKit itself refuses a POST without a content type from pages of other origins than its own.
  plugins: [sveltekit({ adapter: adapter(), csrf: { trustedOrigins: ["https://shop.example"] } })],
});
