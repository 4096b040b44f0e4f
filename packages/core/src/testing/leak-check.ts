import fc from "fast-check";
import { isConnectError } from "../error.ts";
import { holds, viewsOf } from "./leak-encodings.ts";
import { type Leak, play, type Watcher } from "./leak-play.ts";
import { anyScene, needlesOf, type Scene } from "./leak-scene.ts";

const WITH_CVV = ["createCard", "createCardWithClientSecret", "updatePaymentMethod"];

/** Says what leaks in a scene, if anything. */
export async function leakIn(scene: Scene, leak?: Leak, watcher?: Watcher): Promise<string | undefined> {
  const { printed, failure } = await play(scene, leak, watcher);
  if (failure !== undefined && !isConnectError(failure)) return `It went otherwise than thought: ${failure}`;
  const views = viewsOf(printed);
  const found = needlesOf(scene.secrets).find((needle) => printed.includes(needle) || holds(views, needle));
  if (found) return `${JSON.stringify(found)} stands in:\n${printed}`;
  if (!WITH_CVV.includes(scene.call)) return undefined;
  // Three digits stand in much by chance, as in a line number. So they must not stand there more often than they do
  // when the CVV is another.
  const { cvv } = scene.secrets;
  const other = cvv.replace(/\d/g, (digit) => String((Number(digit) + 5) % 10));
  const { printed: base } = await play({ ...scene, secrets: { ...scene.secrets, cvv: other } }, leak, watcher);
  const ways = [cvv, Buffer.from(cvv).toString("hex"), Buffer.from(cvv).toString("base64").slice(0, 4)];
  const way = ways.find((text) => printed.split(text).length > base.split(text).length);
  return way === undefined ? undefined : `The CVV ${cvv} (as ${way}) stands in:\n${printed}`;
}

/** The property that nothing leaks in any scene. */
export function noLeak(
  leak?: Leak,
  scenes: fc.Arbitrary<Scene> = anyScene,
  watcher?: Watcher,
): fc.IAsyncProperty<[Scene]> {
  return fc.asyncProperty(scenes, async (scene) => {
    const found = await leakIn(scene, leak, watcher);
    if (found !== undefined) throw new Error(found);
  });
}
