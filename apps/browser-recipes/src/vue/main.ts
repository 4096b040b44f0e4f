import { type App, createApp } from "vue";
import SaveCard from "./SaveCard.vue";

let app: App;

function mount(): void {
  app = createApp(SaveCard);
  app.mount(document.body.appendChild(document.createElement("main")));
}

mount();
// For the tests of a change of route.
Object.assign(window, { mount, unmount: () => app.unmount() });
