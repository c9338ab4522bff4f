/** The exhibit "Where an anchor matches": lamps between the characters of a value, and what a check makes of them. */
import { answer, type Exhibit, h, segments } from "quintain/exhibits";

interface LampsData {
  anchors: string[];
  checks: string[];
  cases: { text: string; anchors: Record<string, number[]>; spans: Record<string, [number, number] | null> }[];
}

const visible = (text: string) => text.replaceAll("\n", "⏎");

export default function anchorLamps(data: LampsData, name: string, redraw: () => void): Exhibit {
  let shown = data.cases.find(({ text }) => text.endsWith("\n")) ?? data.cases[0];
  let check = data.checks.find((each) => each.endsWith("$")) ?? "";
  const result = answer();
  const board = h("div", { class: "scrolls", tabindex: 0, role: "group", "aria-label": "The anchors" });
  const values = segments(
    "Value; ⏎ is a newline",
    `${name}-value`,
    data.cases.map((each) => ({ value: each, label: h("code", {}, visible(each.text)) })),
    shown,
    (chosen) => {
      shown = chosen;
      redraw();
    },
  );
  const checks = segments(
    "Check",
    `${name}-check`,
    data.checks.map((each) => ({ value: each, label: h("code", {}, each) })),
    check,
    (chosen) => {
      check = chosen;
      redraw();
    },
  );
  values.classList.add("wrapping");
  checks.classList.add("standing");
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        checks,
        h("div", {}),
        result.element,
        h("div", { class: "whole" }, values),
      ),
      board,
    ],
    draw() {
      if (!shown) return;
      const span = shown.spans[check];
      const meant = /^[a-z]+$/.test(shown.text) && !shown.text.includes("\n");
      const words = span
        ? meant
          ? "as it should be"
          : span[1] - span[0] < shown.text.length
            ? `but only ${span[1] - span[0]} of ${shown.text.length} characters were checked`
            : "but it is not a name"
        : meant
          ? "but it is a name"
          : "as it should be";
      result.show(span ? "accepted" : "refused", words, Boolean(span) === meant ? "sound" : "danger");
      board.replaceChildren(drawBoard(data, shown.text, shown.anchors, span ?? null));
    },
  };
}

/** A table: characters in even columns, the places between them in odd ones. */
function drawBoard(
  data: LampsData,
  text: string,
  anchors: Record<string, number[]>,
  span: [number, number] | null,
): HTMLElement {
  const letters = [...text];
  const looked = (index: number) => span !== null && index >= span[0] && index < span[1];
  const head = h(
    "tr",
    {},
    h("th", { scope: "col" }, "anchor"),
    ...letters.flatMap((letter, index) => [
      h("td", { class: "place" }),
      h("th", { scope: "col", class: looked(index) ? "letter looked" : "letter" }, visible(letter)),
    ]),
    h("td", { class: "place" }),
  );
  const rows = data.anchors.map((anchor) => {
    const lit = anchors[anchor] ?? [];
    const cells = Array.from({ length: letters.length + 1 }, (_, place) => {
      const lamp = h(
        "td",
        { class: lit.includes(place) ? "place lit" : "place" },
        h("span", { class: "unseen" }, lit.includes(place) ? `holds at ${place}` : ""),
      );
      return place < letters.length ? [lamp, h("td", {})] : [lamp];
    });
    return h("tr", {}, h("th", { scope: "row" }, h("code", {}, anchor)), ...cells.flat());
  });
  return h(
    "table",
    { class: "lamps" },
    h("caption", { class: "unseen" }, "Lamps between the characters, lit where an anchor holds"),
    h("thead", {}, head),
    h("tbody", {}, ...rows),
  );
}
