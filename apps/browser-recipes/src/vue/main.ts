import { type App, createApp, h, shallowRef } from "vue";
import CheckoutPage from "./CheckoutPage.vue";
import SaveCard from "./SaveCard.vue";

let app: App;
const shown = shallowRef({ key: 0, checkout: false });
const saved: string[] = [];

function mount(parent: Node = document.body): void {
  app = createApp(() => {
    const { key, checkout } = shown.value;
    return checkout ? h(CheckoutPage, { key }) : h(SaveCard, { key, onSaved: (id: string) => saved.push(id) });
  });
  app.mount(parent.appendChild(document.createElement("main")));
}

function replace(checkout = false): void {
  shown.value = { key: shown.value.key + 1, checkout };
}

mount();
// For the tests of a change of route.
Object.assign(window, { saved, mount, replace, unmount: () => app.unmount() });
