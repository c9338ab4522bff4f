/** The exhibit "What an attacker sees": a drawing, and its ciphertext in three ways to encrypt it. */
import { answer, type Exhibit, h, s, segments, type Tone } from "quintain/exhibits";

interface View {
  name: string;
  code: string;
  about: string;
  different: number;
  /** Two pixels a hexadecimal digit; each of them is one of four shades. */
  shades: string;
}

interface PenguinData {
  size: number;
  blocks: number;
  views: View[];
}

const SHADES = ["dark", "dim", "pale"];
const MOST = 384;

const TOLD: Record<string, [large: string, tone: Tone]> = {
  "The picture": ["Readable", "plain"],
  ECB: ["The outline", "danger"],
  "GCM, new nonce": ["Nothing", "sound"],
  "GCM, same nonce twice": ["Both pictures", "danger"],
};

export default function ecbPenguin(data: PenguinData, name: string, redraw: () => void): Exhibit {
  let shown = data.views[1] as View;
  const result = answer();
  const code = h("p", {});
  const picture = h("div", { class: "heat-place" });
  const views = segments(
    "What is shown",
    `${name}-view`,
    data.views.map((view) => ({ value: view, label: view.name })),
    shown,
    (view) => {
      shown = view;
      redraw();
    },
  );
  views.classList.add("wrapping");
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed" }, h("h4", {}, "The call"), code),
        result.element,
        h("div", { class: "whole" }, views),
      ),
      picture,
    ],
    draw(width) {
      const [large, tone] = TOLD[shown.name] ?? [shown.name, "plain"];
      result.show(large, `${shown.different} of ${data.blocks} blocks are different`, tone);
      code.replaceChildren(h("code", {}, shown.code));
      picture.replaceChildren(
        drawView(data.size, shown, large, Math.min(width, MOST)),
        h("p", { class: "below" }, `Shown: ${shown.about}`),
      );
    },
  };
}

function drawView(size: number, { shades, about }: View, large: string, width: number): SVGSVGElement {
  const pixels = [...shades].flatMap((digit) => [Number.parseInt(digit, 16) >> 2, Number.parseInt(digit, 16) & 3]);
  const svg = s("svg", {
    class: "penguin",
    width,
    height: width,
    viewBox: `0 0 ${size} ${size}`,
    role: "img",
    "aria-label": `${about}; an attacker sees: ${large.toLowerCase()}`,
  });
  svg.append(
    s("rect", { class: "paper", width: size, height: size }),
    ...SHADES.map((shade, level) => s("path", { class: shade, d: runs(pixels, size, level) })),
  );
  return svg;
}

/** A path over all pixels of one shade, run by run. */
function runs(pixels: number[], size: number, level: number): string {
  const steps: string[] = [];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; ) {
      const start = x;
      while (x < size && pixels[y * size + x] === level) x++;
      if (x > start) steps.push(`M${start} ${y + 0.5}h${x - start}`);
      else x++;
    }
  }
  return steps.join("");
}
