import { createApp } from "vue";
import SaveCard from "./SaveCard.vue";

const app = createApp(SaveCard);
app.mount(document.body.appendChild(document.createElement("main")));
// For the test of a change of route.
Object.assign(window, { unmount: () => app.unmount() });
