/** The exhibit "The NFKC microscope": one text, change by change, and what the check sees of it from where it stands. */
import { answer, type Cell, type Exhibit, h, segments, slider, strip } from "quintain/exhibits";

interface Letter {
  character: string;
  code: string;
  name: string;
  plain: string;
}

interface Sample {
  text: string;
  attack: boolean;
  stages: string[];
  outcomes: ("refused" | "RUNS" | "shown")[];
  forms: Record<string, string>;
  letters: Letter[];
}

interface MicroscopeData {
  places: string[];
  texts: Sample[];
}

export default function microscope(data: MicroscopeData, name: string, redraw: () => void): Exhibit {
  const attacks = data.texts.filter((each) => each.attack);
  let shown = attacks.at(-1);
  let after = 0;
  const result = answer();
  const way = h("div", {});
  const lens = h("div", {});
  const control = slider(`${name}-place`, ["Where the check is"], 0, data.places.length - 1, after, (value) => {
    after = value;
    redraw();
  });
  const texts = segments(
    "Text",
    `${name}-text`,
    data.texts.map((each) => ({ value: each, label: h("code", {}, [...each.text].map(visible).join("")) })),
    shown,
    (chosen) => {
      shown = chosen;
      redraw();
    },
  );
  texts.classList.add("wrapping");
  const controls = h(
    "div",
    { class: "exhibit-controls" },
    h("div", { class: "typed" }, control.element),
    result.element,
    h("div", { class: "whole" }, texts),
  );
  return {
    parts: [controls, h("div", { class: "exhibit-pictures" }, way, lens)],
    draw() {
      if (!shown) return;
      const running = attacks.filter((each) => each.outcomes[after] === "RUNS").length;
      control.input.setAttribute("aria-valuetext", data.places[after] ?? "");
      result.show(
        `${running} of ${attacks.length}`,
        `commands run if the check reads the text ${data.places[after]}`,
        running > 0 ? "danger" : "sound",
      );
      way.replaceChildren(h("h4", {}, "The message, step by step"), drawWay(data.places, shown, after));
      lens.replaceChildren(
        h("h4", {}, "In the four normal forms, after unquote"),
        drawForms(shown.forms),
        ...drawLetters(shown.letters),
      );
    },
  };
}

/** Each change with what it has made, down to the check; and below, where nobody looks any more, the rest. */
function drawWay(places: string[], { stages, outcomes }: Sample, after: number): HTMLElement {
  const outcome = outcomes[after];
  const rows = places.flatMap((place, index) => {
    if (outcome === "refused" && index > after) return [];
    const line = [
      h("dt", {}, place),
      h(
        "dd",
        {},
        strip(`${place}: ${stages[index]}`, compare(stages[index - 1] ?? stages[index] ?? "", stages[index] ?? "")),
      ),
    ];
    const check = [
      h("dt", { class: "reads" }, "the check"),
      h("dd", { class: "reads" }, outcome === "refused" ? "reads a command" : "reads no command"),
    ];
    return index === after ? [...line, ...check] : line;
  });
  const words = { refused: "the guest is refused", RUNS: "it runs the command", shown: "it shows the message" };
  return h(
    "dl",
    { class: "answers" },
    ...rows,
    h("dt", {}, "the counter"),
    h("dd", { class: outcome === "RUNS" ? "harm" : "sound" }, words[outcome ?? "shown"]),
  );
}

function drawForms(forms: Record<string, string>): HTMLElement {
  return h(
    "dl",
    { class: "answers" },
    ...Object.entries(forms).flatMap(([form, text]) => [
      h("dt", {}, form),
      h(
        "dd",
        {},
        strip(
          `${form}: ${text}`,
          [...text].map((each) => ({ text: visible(each), ...(each > "\x7f" && { kind: "chosen" }) })),
        ),
      ),
    ]),
  );
}

function drawLetters(letters: Letter[]): HTMLElement[] {
  if (letters.length === 0)
    return [h("p", { class: "below" }, "All of its characters are ASCII, and the same in each form.")];
  const rows = letters.flatMap(({ character, code, name, plain }) => [
    h("dt", {}, h("code", {}, code)),
    h(
      "dd",
      {},
      `${name}, ${plain === character ? "which NFKC does not change" : `NFKC: ${[...plain].map(visible).join("")}`}`,
    ),
  ]);
  return [h("dl", { class: "answers" }, ...rows)];
}

/** The text in cells, those set off that are not as they were. */
function compare(before: string, now: string): Cell[] {
  const [old, letters] = [[...before], [...now]];
  let start = 0;
  while (start < letters.length && letters[start] === old[start]) start += 1;
  let end = 0;
  while (end < Math.min(letters.length, old.length) - start && letters.at(-1 - end) === old.at(-1 - end)) end += 1;
  return letters.map((each, index) => ({
    text: visible(each),
    ...(index >= start && index < letters.length - end && { kind: "chosen" }),
  }));
}

/** A character as it can be seen: blanks spelled out, accents on a circle. */
function visible(character: string): string {
  if (character === " ") return "␣";
  if (character === "\xa0") return "\\xa0";
  return /\p{M}/u.test(character) ? `◌${character}` : character;
}
