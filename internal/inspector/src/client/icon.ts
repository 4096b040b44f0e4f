const SVG = "http://www.w3.org/2000/svg";

/** The names of the drawings in page.html. */
export type IconName =
  | "check"
  | "arrow"
  | "cross"
  | "bolt"
  | "broken"
  | "dots"
  | "chevron"
  | "warning"
  | "info"
  | "fault"
  | "copy"
  | "dash";

/** A drawing beside a text that says the same: it is hidden from screen readers. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** A ring that empties: `set` takes what is left of it, 0 to 1. */
export function ring(): { readonly svg: SVGSVGElement; set(left: number): void } {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "ring");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const circle = (name: string) => {
    const made = document.createElementNS(SVG, "circle");
    for (const [key, value] of Object.entries({ class: name, cx: "10", cy: "10", r: "8", pathLength: "100" })) {
      made.setAttribute(key, value);
    }
    svg.append(made);
    return made;
  };
  circle("ring-track");
  const arc = circle("ring-left");
  return { svg, set: (left) => arc.setAttribute("stroke-dasharray", `${(left * 100).toFixed(1)} 100`) };
}
