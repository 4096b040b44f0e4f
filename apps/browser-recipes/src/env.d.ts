/// <reference types="vite/client" />

interface ImportMetaEnv {
  readonly VITE_PLASTIQ_BASE_URL?: string;
}

declare module "*.vue" {
  import type { Component } from "vue";

  const component: Component;
  export default component;
}
