/** One bar for each number, the chosen one in another colour. */
import { s } from "quintain/exhibits";

const HEIGHT = 120;

export function drawBars(sizes: number[], chosen: number, width: number): SVGSVGElement {
  const step = width / sizes.length;
  const bars = sizes.map((size, at) =>
    s("rect", {
      class: at === chosen ? "harm" : "sound",
      x: at * step,
      y: HEIGHT - size * 15,
      width: step * 0.7,
      height: size * 15,
    }),
  );
  const words = `${chosen} letters become ${sizes[chosen]} characters.`;
  return s("svg", { class: "readers", width, height: HEIGHT, role: "img", "aria-label": words }, ...bars);
}
