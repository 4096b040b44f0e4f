import { handleSandbox } from "./preview-sandbox.ts";

export {
  handleSandbox as DELETE,
  handleSandbox as GET,
  handleSandbox as OPTIONS,
  handleSandbox as PATCH,
  handleSandbox as POST,
};
