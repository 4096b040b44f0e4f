import wholePackage from "virtual:whole-package";

/**
 * Runs code in its own frame, with the built package as `plastiqConnect`. Returns the result of the code.
 *
 * @param setUp HTML before the package's script, such as a policy, or a script that removes a function.
 * @param code The body of an async function.
 */
export async function runInFrame(setUp: string, code: string): Promise<unknown> {
  const frame = document.createElement("iframe");
  const run = `
    (async () => { ${code} })().then(
      (value) => parent.postMessage({ value }, "*"),
      (error) => parent.postMessage({ value: { threw: String(error) } }, "*"),
    );`;
  frame.srcdoc = `${setUp}<script>${wholePackage.replaceAll("</", "<\\/")}</script><script>${run}</script>`;
  const message = new Promise<MessageEvent>((resolve) => {
    const onMessage = (event: MessageEvent): void => {
      if (event.source !== frame.contentWindow) return;
      removeEventListener("message", onMessage);
      resolve(event);
    };
    addEventListener("message", onMessage);
  });
  document.body.append(frame);
  try {
    return (await message).data.value;
  } finally {
    frame.remove();
  }
}
