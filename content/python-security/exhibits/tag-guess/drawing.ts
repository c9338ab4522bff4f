/** The exhibit "Guess a tag, digit by digit": how many characters each of 16 guesses lets the server compare. */
import { answer, type Exhibit, h, s, segments, slider, strip } from "quintain/exhibits";

interface GuessData {
  tag: string;
  digits: string;
  counts: Record<string, number[][]>;
}

const COMPARISONS: [string, string][] = [
  ["stops_early", "stops at the first difference"],
  ["compares_all", "compares all"],
];
const UNIT = 44;
const BASE = 112;

export default function tagGuess(data: GuessData, name: string, redraw: () => void): Exhibit {
  let comparison = "stops_early";
  let known = 3;
  const last = data.tag.length - 1;
  const result = answer();
  const label = h("span", {});
  const picture = h("div", { class: "exhibit-tracks" });
  const found = h("div", {});
  const place = slider(`${name}-known`, [label], 0, last, known, (value) => {
    known = value;
    redraw();
  });
  const comparisons = segments(
    "The comparison",
    `${name}-comparison`,
    COMPARISONS.map(([value, title]) => ({ value, label: title })),
    comparison,
    (value) => {
      comparison = value;
      redraw();
    },
  );
  comparisons.classList.add("wrapping");
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed stacked-controls" }, comparisons, place.element),
        result.element,
      ),
      found,
      picture,
    ],
    draw(width) {
      const early = comparison === "stops_early";
      const digits = early ? known : 0;
      place.input.disabled = !early;
      label.textContent = early ? `Digits found: ${known} of ${data.tag.length}` : "Digits found: none, ever";
      const counts = data.counts[comparison]?.[digits] ?? [];
      const right = early ? data.digits.indexOf(data.tag[digits] ?? "") : -1;
      if (!early) result.show("16⁶⁴", "possible tags: no digit differs from the others", "sound");
      else if (digits === last) result.show("1,024", "tries: the forged tag is accepted", "danger");
      else result.show(String(16 * (digits + 1)), "tries so far, of at most 1,024", "danger");
      found.replaceChildren(
        strip(`The attacker has ${digits} digits and tries the next one.`, [
          { text: data.tag.slice(0, digits) || "–", kind: digits > 0 ? "chosen" : "" },
          { text: "?", kind: "word" },
        ]),
      );
      picture.replaceChildren(drawBars(data.digits, counts, right, width));
    },
  };
}

function drawBars(digits: string, counts: number[], right: number, width: number): SVGSVGElement {
  const least = Math.min(...counts);
  const step = Math.min(40, width / digits.length);
  const named = right < 0 ? "" : ` The right digit is ${digits[right]}: ${counts[right]}.`;
  const svg = s("svg", {
    class: "tracks-still",
    width,
    height: BASE + 44,
    role: "img",
    "aria-label": `Characters compared for each of 16 digits: at least ${least}.${named}`,
  });
  for (const [index, count] of counts.entries()) {
    const high = (count - least + 1) * UNIT;
    const harm = index === right ? " harm" : "";
    const middle = step * (index + 0.5);
    svg.append(
      s("rect", { class: `box${harm}`, x: middle - step * 0.4, y: BASE - high, width: step * 0.8, height: high }),
      s("text", { class: `middle${harm}`, x: middle, y: BASE - high - 6 }, String(count)),
      s("text", { class: `mono middle${harm}`, x: middle, y: BASE + 18 }, digits[index] ?? ""),
    );
  }
  svg.append(s("text", { x: 0, y: BASE + 38 }, `characters compared; the bars begin at ${least - 1}`));
  return svg;
}
