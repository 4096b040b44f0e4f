import type { Page } from "puppeteer-core";
import type { Site } from "./site.ts";

/** Everything that a page sent, wrote and stored: each channel as one text. */
export type Captured = Readonly<Record<Channel, string>>;
type Channel =
  | "requests to the page's server"
  | "requests to the mint endpoint's server"
  | "requests to the vendor"
  | "requests elsewhere"
  | "addresses"
  | "console"
  | "localStorage"
  | "sessionStorage"
  | "IndexedDB"
  | "Cache Storage"
  | "cookies"
  | "the back end's log";

/** Listens to everything that a page sends and says, preflights and cookies included, below what a page can hide. */
export async function captureFrom(page: Page, site: Site): Promise<() => Promise<Captured>> {
  const context = page.browserContext();
  const cdp = await page.createCDPSession();
  const urls = new Map<string, string>();
  const sent: { id: string; text: string }[] = [];
  const said: string[] = [];
  cdp.on("Network.requestWillBeSent", ({ requestId, request }) => {
    urls.set(requestId, request.url);
    const { url, method, headers, postData, postDataEntries = [] } = request;
    const bytes = postDataEntries.map((entry) => Buffer.from(entry.bytes ?? "", "base64").toString());
    sent.push({ id: requestId, text: [method, url, JSON.stringify(headers), postData, ...bytes].join(" ") });
  });
  cdp.on("Network.requestWillBeSentExtraInfo", ({ requestId, headers }) => {
    sent.push({ id: requestId, text: JSON.stringify(headers) });
  });
  cdp.on("Runtime.consoleAPICalled", (event) => said.push(JSON.stringify(event)));
  cdp.on("Runtime.exceptionThrown", (event) => said.push(JSON.stringify(event)));
  cdp.on("Log.entryAdded", (event) => said.push(JSON.stringify(event)));
  await cdp.send("Network.enable", { maxPostDataSize: 1_000_000 });
  await cdp.send("Runtime.enable");
  await cdp.send("Log.enable");

  const origins = [site.page, new URL(site.mintEndpoint).origin, site.sandbox.origin];
  return async () => {
    const requestsTo = (isThere: (origin: string) => boolean): string =>
      sent
        .filter(({ id }) => isThere(new URL(urls.get(id) ?? "about:blank").origin))
        .map(({ text }) => text)
        .join("\n");
    const cookies = await context.cookies();
    const inPage = await page.evaluate(async () => ({
      localStorage: JSON.stringify({ ...localStorage }),
      indexedDb: JSON.stringify(
        await Promise.all(
          (await indexedDB.databases()).map(async ({ name = "" }) => {
            const done = <Result>(request: IDBRequest<Result>): Promise<Result> =>
              new Promise((resolve, reject) => {
                request.onsuccess = () => resolve(request.result);
                request.onerror = () => reject(request.error);
              });
            const database = await done(indexedDB.open(name));
            const stores = [...database.objectStoreNames];
            const values = await Promise.all(
              stores.map((store) => done(database.transaction(store).objectStore(store).getAll())),
            );
            database.close();
            return [name, stores, values];
          }),
        ),
      ),
      sessionStorage: JSON.stringify({ ...sessionStorage }),
      caches: JSON.stringify(
        await Promise.all(
          (await caches.keys()).map(async (name) => {
            const responses = await (await caches.open(name)).matchAll();
            return [
              name,
              ...(await Promise.all(responses.map(async (response) => [response.url, await response.text()]))),
            ];
          }),
        ),
      ),
      addresses: [location.href, document.referrer, ...performance.getEntries().map(({ name }) => name)].join("\n"),
    }));
    const history = await cdp.send("Page.getNavigationHistory");
    return {
      "requests to the page's server": requestsTo((origin) => origin === origins[0]),
      "requests to the mint endpoint's server": requestsTo((origin) => origin === origins[1]),
      "requests to the vendor": requestsTo((origin) => origin === origins[2]),
      "requests elsewhere": requestsTo((origin) => !origins.includes(origin)),
      addresses: [inPage.addresses, JSON.stringify(history), ...urls.values()].join("\n"),
      console: said.join("\n"),
      localStorage: inPage.localStorage,
      sessionStorage: inPage.sessionStorage,
      IndexedDB: inPage.indexedDb,
      "Cache Storage": inPage.caches,
      cookies: JSON.stringify(cookies),
      "the back end's log": site.log(),
    };
  };
}

/** In which channels a value is, however it is grouped; as a whole word, lest a longer number hold it by chance. */
export function channelsWith(captured: Captured, value: string): Channel[] {
  const spaced = [...value].join("[ +-]?");
  const word = new RegExp(`(?<![\\w.-])${spaced}(?![\\w-])`);
  return (Object.keys(captured) as Channel[]).filter((channel) => word.test(captured[channel]));
}
