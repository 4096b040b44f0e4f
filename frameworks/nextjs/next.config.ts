import type { NextConfig } from "next";

const config: NextConfig = {
  // The workspace of the frameworks, not the repository's own one around it.
  turbopack: { root: `${import.meta.dirname}/..` },
};

export default config;
