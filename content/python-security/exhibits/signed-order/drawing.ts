/** The exhibit "Change a signed order": one flipped bit, and whether the program still accepts the order. */
import { answer, button, type Exhibit, h, segments } from "quintain/exhibits";

interface Program {
  covered: string;
  length: number;
  after: string;
  accepted: string;
}

interface OrderData {
  order: string;
  programs: Program[];
}

const BITS = 8;

export default function signedOrder(data: OrderData, name: string, redraw: () => void): Exhibit {
  const [first] = data.programs;
  if (!first) throw new Error("The exhibit has no program.");
  let { covered, after } = first;
  let byte = 4;
  let bit = 4;
  const result = answer();
  const characters = h("div", { class: "examples order-bytes", role: "group", "aria-label": "The order" });
  const bits = h("div", { class: "bits", role: "group", "aria-label": "The bits of the chosen character" });
  const verdict = h("p", { class: "below", "aria-live": "polite" });
  const choice = (legend: string, key: "covered" | "after", chosen: string, choose: (value: string) => void) => {
    const values = [...new Set(data.programs.map((each) => each[key]))];
    const group = segments(
      legend,
      `${name}-${key}`,
      values.map((value) => ({ value, label: value })),
      chosen,
      (value) => {
        choose(value);
        redraw();
      },
    );
    group.classList.add("wrapping");
    return group;
  };
  const controls = h(
    "div",
    { class: "typed stacked-controls" },
    choice("The sender signs", "covered", covered, (value) => {
      covered = value;
    }),
    choice("If the signature is wrong, the program", "after", after, (value) => {
      after = value;
    }),
  );
  return {
    parts: [
      h("div", { class: "exhibit-controls" }, controls, result.element),
      h("h4", { class: "later-heading" }, "The order: choose a character"),
      characters,
      h("h4", { class: "later-heading" }, "Its bits: flip one"),
      bits,
      verdict,
    ],
    draw() {
      const program = data.programs.find((each) => each.covered === covered && each.after === after);
      if (!program) return;
      const open = (at: number) => program.accepted[at] === "1";
      const count = [...program.accepted].filter((each) => each === "1").length;
      result.show(
        `${count} of ${program.accepted.length}`,
        "flipped bits are accepted",
        count > 0 ? "danger" : "sound",
      );
      keepFocus(characters, () =>
        characters.replaceChildren(
          ...[...data.order].map((character, at) =>
            button(
              h("code", {}, character === " " ? "␣" : character),
              () => {
                byte = at;
                redraw();
              },
              {
                class: open(BITS * at) ? "chip open" : "chip",
                "aria-pressed": String(at === byte),
                "aria-label": `${character === " " ? "space" : character}${at < program.length ? ", signed" : ", not signed"}`,
              },
            ),
          ),
        ),
      );
      const code = data.order.charCodeAt(byte);
      keepFocus(bits, () =>
        bits.replaceChildren(
          ...Array.from({ length: BITS }, (_, at) =>
            button(
              drawBit(bitOf(code, at), at === bit),
              () => {
                bit = at;
                redraw();
              },
              {
                class: "chip",
                "aria-pressed": String(at === bit),
                "aria-label": `bit ${at + 1}: ${bitOf(code, at)}${at === bit ? `, flipped to ${1 - bitOf(code, at)}` : ""}`,
              },
            ),
          ),
        ),
      );
      const changed = code ^ (0x80 >> bit);
      const shown = changed > 32 && changed < 127 ? String.fromCharCode(changed) : "·";
      const order = data.order.slice(0, byte) + shown + data.order.slice(byte + 1);
      verdict.replaceChildren(
        h("code", {}, order),
        h("b", { class: open(BITS * byte + bit) ? "harm" : "sound" }, open(BITS * byte + bit) ? "accepted" : "refused"),
      );
    },
  };
}

const bitOf = (code: number, at: number) => (code >> (BITS - 1 - at)) & 1;

/** A bit, with what it was before if it is the flipped one. */
function drawBit(value: number, flipped: boolean): HTMLElement {
  return flipped ? h("span", {}, h("s", {}, String(value)), h("b", {}, ` ${1 - value}`)) : h("b", {}, String(value));
}

/** Buttons that are made again keep the focus, so that they can be pressed one after the other by keyboard. */
function keepFocus(group: HTMLElement, make: () => void): void {
  const at = [...group.children].indexOf(document.activeElement as Element);
  make();
  if (at >= 0) (group.children[at] as HTMLElement | undefined)?.focus();
}
