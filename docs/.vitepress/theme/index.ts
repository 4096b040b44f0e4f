import type { Theme } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { h } from "vue";
import parties from "../../pictures/parties.svg?raw";
import "./style.css";

/** VitePress's own look, in our colors, with a picture on the first page. */
export default {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, {
      "home-hero-image": () => h("div", { class: "home-picture", innerHTML: parties }),
    }),
} satisfies Theme;
