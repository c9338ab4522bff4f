/** The exhibit "One byte, two readings": press the bits of a length, and see what a parser makes of it. */
import { answer, type Exhibit, h, withMinusSign } from "quintain/exhibits";

interface Reading {
  length: number;
  read: number | null;
}

interface SignBitData {
  limit: number;
  rest: number;
  cases: { unsigned: Reading; signed: Reading }[];
}

const PLACES = [128, 64, 32, 16, 8, 4, 2, 1];
const SIGN = 128;

export default function signBit(data: SignBitData, _name: string, redraw: () => void): Exhibit {
  let byte = 5;
  const result = answer();
  const readings = h("div", { class: "exhibit-pictures" });
  const bits = PLACES.map((place) => {
    const digit = h("b", {});
    const bit = h("button", { type: "button", class: "chip" }, digit, h("span", {}, String(place)));
    bit.addEventListener("click", () => {
      byte ^= place;
      redraw();
    });
    return { place, bit, digit };
  });
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h(
          "div",
          { class: "typed", role: "group", "aria-label": "The bits of the length" },
          h("h4", {}, "The bits of the length; press them"),
          h("p", { class: "bits" }, ...bits.map(({ bit }) => bit)),
        ),
        result.element,
      ),
      readings,
    ],
    draw() {
      for (const { place, bit, digit } of bits) {
        const set = (byte & place) !== 0;
        digit.textContent = set ? "1" : "0";
        bit.setAttribute("aria-pressed", String(set));
        bit.setAttribute("aria-label", `bit ${place}: ${set ? 1 : 0}`);
      }
      const found = data.cases[byte];
      if (!found) return;
      const over = (found.signed.read ?? 0) > data.limit;
      result.show(
        found.signed.read === null ? "refused" : String(found.signed.read),
        found.signed.read === null
          ? "by the signed parser"
          : `bytes that the signed parser reads; its limit is ${data.limit}`,
        over ? "danger" : "sound",
      );
      readings.replaceChildren(
        drawReading(`Unsigned, struct "B"`, byte, 1, found.unsigned, data.limit),
        drawReading(`Signed, struct "b"`, byte, -1, found.signed, data.limit),
      );
    },
  };
}

function drawReading(title: string, byte: number, sign: number, reading: Reading, limit: number): HTMLElement {
  const parts = PLACES.filter((place) => byte & place).map((place) => (place === SIGN ? sign * place : place));
  const sum = parts.map((part, at) => (at ? ` + ${part}` : withMinusSign(String(part)))).join("") || "0";
  const length = withMinusSign(String(reading.length));
  const row = (term: string, said: string, tone = "") => [h("dt", {}, term), h("dd", { class: tone }, said)];
  return h(
    "div",
    {},
    h("h4", {}, title),
    h(
      "dl",
      { class: "answers" },
      ...row("Sum", parts.length > 1 ? `${sum} = ${length}` : length),
      ...row("Check", reading.read === null ? `${length} > ${limit}: refused` : `${length} > ${limit} is false`),
      ...row(
        "Reads",
        reading.read === null ? "nothing" : `${reading.read} bytes`,
        (reading.read ?? 0) > limit ? "harm" : "sound",
      ),
    ),
  );
}
