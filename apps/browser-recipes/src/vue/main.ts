import { createApp } from "vue";
import SaveCard from "./SaveCard.vue";

createApp(SaveCard).mount(document.body.appendChild(document.createElement("main")));
