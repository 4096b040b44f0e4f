import { defineConfig } from "vite";

export default defineConfig({
  server: {
    proxy: {
      // For this example, every visitor is signed in.
      "/client-secret": { target: "http://localhost:3000", headers: { cookie: "session=demo" } },
    },
  },
});
