// Declares a package that the documentation names and does not install.

// The part of msw that the page of tests shows. The sandbox's own tests run it.
declare module "msw/node" {
  export function setupServer(...handlers: ReturnType<typeof import("@plastiq-connect/sandbox/msw").sandboxHandlers>): {
    listen(): void;
  };
}
