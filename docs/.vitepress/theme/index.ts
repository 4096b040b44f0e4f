import { type Theme, useData } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { h, onMounted, watchEffect } from "vue";
import parties from "../../pictures/parties.svg?raw";
import "./style.css";

/** VitePress's own look, in our colors, with a picture on the first page. */
export default {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, {
      "home-hero-image": () => h("div", { class: "home-picture", innerHTML: parties }),
    }),
  setup() {
    const { frontmatter, page } = useData();
    // VitePress marks the main content of documentation pages only.
    const mark = (): void => {
      const isOther = page.value.isNotFound || frontmatter.value.layout === "home";
      document.getElementById("VPContent")?.setAttribute("role", isOther ? "main" : "none");
    };
    onMounted(() => watchEffect(mark, { flush: "post" }));
  },
} satisfies Theme;
