import { type App, createApp } from "vue";
import SaveCard from "./SaveCard.vue";

let app: App;
const saved: string[] = [];

function mount(): void {
  app = createApp(SaveCard, { onSaved: (id: string) => saved.push(id) });
  app.mount(document.body.appendChild(document.createElement("main")));
}

mount();
// For the tests of a change of route.
Object.assign(window, { saved, mount, unmount: () => app.unmount() });
