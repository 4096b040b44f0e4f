import { type App, createApp, h, KeepAlive, shallowRef } from "vue";
import CheckoutPage from "./CheckoutPage.vue";
import SaveCard from "./SaveCard.vue";

let app: App;
const shown = shallowRef({ key: 0, checkout: false });
const isHidden = shallowRef(false);
const saved: string[] = [];

function mount(parent: Node = document.body): void {
  app = createApp(() => {
    const { key, checkout } = shown.value;
    if (checkout) return h(CheckoutPage, { key });
    const form = () => h(SaveCard, { key, onSaved: (id: string) => saved.push(id) });
    return h(KeepAlive, { max: 1 }, () => (isHidden.value ? undefined : form()));
  });
  app.mount(parent.appendChild(document.createElement("main")));
}

function replace(checkout = false): void {
  shown.value = { key: shown.value.key + 1, checkout };
}

/** Hides the form, or shows it again, as an application that keeps its pages does. */
function hide(hidden: boolean): void {
  isHidden.value = hidden;
}

mount();
// For the tests of a change of route.
Object.assign(window, { saved, mount, replace, hide, unmount: () => app.unmount() });
