/** The exhibit "One value, six parsers": which parts of a value each of them reads as syntax, and what comes back. */
import { answer, button, type Cell, type Exhibit, h, strip } from "quintain/exhibits";

interface ParsersData {
  parsers: Record<string, string>;
  cases: { value: string; readings: { parser: string; grammar: [number, number][]; answer: string }[] }[];
}

const NUMBERS = ["none", "one", "two", "three", "four", "five", "six"];
const visible = (text: string) => text.replaceAll("\n", "⏎");

export default function sixParsers(data: ParsersData, _name: string, redraw: () => void): Exhibit {
  let index = data.cases.length - 2;
  const result = answer();
  const values = h("p", { class: "examples whole" });
  const list = h("dl", { class: "readings" });
  return {
    parts: [h("div", { class: "exhibit-controls" }, h("div", {}), h("div", {}), result.element, values), list],
    draw() {
      const shown = data.cases[index];
      if (!shown) return;
      values.replaceChildren(
        h("span", {}, "Value:"),
        ...data.cases.map(({ value }, at) =>
          button(
            h("code", {}, visible(value)),
            () => {
              index = at;
              redraw();
              values.querySelectorAll("button")[at]?.focus();
            },
            { class: "chip", "aria-pressed": String(at === index) },
          ),
        ),
      );
      const obeying = shown.readings.filter(({ grammar }) => grammar.length > 0).length;
      result.show(
        `${NUMBERS[obeying] ?? obeying} of six`,
        obeying === 1 ? "reads part of it as syntax" : "read part of it as syntax",
        obeying === 0 ? "sound" : "danger",
      );
      list.replaceChildren(
        ...shown.readings.flatMap((reading) => [
          h("dt", {}, data.parsers[reading.parser] ?? reading.parser),
          h(
            "dd",
            {},
            strip(said(shown.value, reading.grammar), cut(shown.value, reading.grammar)),
            h("p", { class: "below" }, "returned: ", h("code", {}, visible(reading.answer))),
          ),
        ]),
      );
    },
  };
}

function cut(value: string, grammar: [number, number][]): Cell[] {
  const cells: Cell[] = [];
  let at = 0;
  for (const [start, end] of grammar) {
    cells.push({ text: value.slice(at, start) }, { text: value.slice(start, end), kind: "harm" });
    at = end;
  }
  return [...cells, { text: value.slice(at) }]
    .filter(({ text }) => text)
    .map((cell) => ({ ...cell, text: visible(cell.text) }));
}

function said(value: string, grammar: [number, number][]): string {
  const parts = grammar.map(([start, end]) => visible(value.slice(start, end)));
  return parts.length === 0
    ? `${visible(value)}, no part of it is syntax`
    : `${visible(value)}, syntax: ${parts.join(" and ")}`;
}
