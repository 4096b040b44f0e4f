import { createApp } from "vue";
import CheckoutPage from "./checkout/vue/CheckoutPage.vue";

createApp(CheckoutPage).mount(document.body.appendChild(document.createElement("div")));
