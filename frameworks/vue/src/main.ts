import { createApp } from "vue";
import "./checkout/checkout.css";
import CheckoutPage from "./checkout/vue/CheckoutPage.vue";

createApp(CheckoutPage).mount(document.body.appendChild(document.createElement("div")));
