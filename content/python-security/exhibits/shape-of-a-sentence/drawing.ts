/** The exhibit "The shape of a sentence": the tree that a parser builds, with a value interpolated, and converted or encoded. */
import { answer, branch, button, type Exhibit, h, segments, strip } from "quintain/exhibits";

interface Part {
  label: string;
  value: string;
  new: boolean;
  branches: Part[];
}

type Reading = { text: string; tree: Part; new: number } | { error: string };

interface Sentence {
  id: string;
  title: string;
  before: string;
  after: string;
  encoder: string;
}

interface ShapeData {
  sentences: Sentence[];
  cases: { sentence: string; value: string; spliced: Reading; handed: Reading }[];
}

export default function shapeOfASentence(data: ShapeData, name: string, redraw: () => void): Exhibit {
  const [first] = data.sentences;
  if (!first) throw new Error("The exhibit has no sentence.");
  let sentence = first;
  let index = 1;
  const result = answer();
  const line = h("div", { class: "whole" });
  const values = h("p", { class: "examples whole" });
  const spliced = h("div", {});
  const handed = h("div", {});
  const kinds = segments(
    "Language",
    `${name}-sentence`,
    data.sentences.map((each) => ({ value: each, label: each.title })),
    sentence,
    (chosen) => {
      sentence = chosen;
      index = 1;
      redraw();
    },
  );
  return {
    parts: [
      h("div", { class: "exhibit-controls" }, kinds, h("div", {}), result.element, values, line),
      h("div", { class: "exhibit-pictures" }, spliced, handed),
    ],
    draw() {
      const cases = data.cases.filter((each) => each.sentence === sentence.id);
      const shown = cases[index];
      if (!shown) return;
      values.replaceChildren(
        h("span", {}, "Value:"),
        ...cases.map((each, at) =>
          button(
            h("code", {}, each.value),
            () => {
              index = at;
              redraw();
              values.querySelectorAll("button")[at]?.focus();
            },
            { class: "chip", "aria-pressed": String(at === index) },
          ),
        ),
      );
      const [{ before, after }, added] = [sentence, "new" in shown.spliced ? shown.spliced.new : null];
      line.replaceChildren(
        strip(
          `${before}${shown.value}${after}`,
          [{ text: before }, { text: shown.value, kind: added ? "harm" : "chosen" }, { text: after }].filter(
            ({ text }) => text,
          ),
        ),
      );
      result.show(
        added === null ? "not valid" : String(added),
        added === null ? "the parser refuses this text" : `${added === 1 ? "node" : "nodes"} added by the value`,
        added === 0 ? "sound" : "danger",
      );
      spliced.replaceChildren(h("h4", {}, "Interpolated as text"), ...drawReading(shown.spliced));
      handed.replaceChildren(
        h("h4", {}, "Passed through ", h("code", {}, sentence.encoder)),
        ...drawReading(shown.handed),
      );
    },
  };
}

function drawReading(reading: Reading): HTMLElement[] {
  if ("error" in reading) return [h("p", { class: "no-tree" }, reading.error)];
  return [h("ul", { class: "outline" }, drawPart(reading.tree))];
}

function drawPart(part: Part): HTMLElement {
  return branch(`${part.label} ${part.value}`.trim(), part.new && "added by the value", part.branches.map(drawPart));
}
