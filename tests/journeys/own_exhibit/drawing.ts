/** The exhibit "How long does a text become?": letters, and how many characters are written for them. */
import { answer, type Exhibit, h, slider } from "quintain/exhibits";
import { drawBars } from "./bars.ts";

interface SizesData {
  sizes: number[];
}

export default function sizes(data: SizesData, name: string, redraw: () => void): Exhibit {
  let letters = 2;
  const result = answer();
  const control = slider(`${name}-letters`, ["Letters"], 0, 4, letters, (value) => {
    letters = value;
    redraw();
  });
  const picture = h("div", {});
  return {
    parts: [h("div", { class: "exhibit-controls" }, control.element, result.element), picture],
    draw(width) {
      result.show(String(data.sizes[letters]), "characters", "plain");
      picture.replaceChildren(drawBars(data.sizes, letters, width));
    },
  };
}
