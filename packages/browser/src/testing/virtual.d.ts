/** Bundled code for a page, as text; see `page-code.ts`. */
declare module "virtual:readme-example" {
  const code: string;
  export default code;
}

declare module "virtual:whole-package" {
  const code: string;
  export default code;
}
