/** The exhibit "One more block, without the key": guess the length of the key, and see which tags can be extended. */
import { answer, type Cell, type Exhibit, h, segments, slider, strip } from "quintain/exhibits";

type Piece = [kind: string, text: string, bytes: number];

interface Guess {
  key_bytes: number;
  blocks: Piece[][];
  states: string[];
}

interface Scheme {
  name: string;
  tag: string;
  /** For each guess, the tag that the attacker computes, and the one that the server computes. */
  tags: [string, string][];
}

interface BlocksData {
  guesses: Guess[];
  schemes: Scheme[];
}

const KINDS: Record<string, string> = { key: "seen", padding: "chosen", more: "harm" };
const LONG = 24;

export default function extensionBlocks(data: BlocksData, name: string, redraw: () => void): Exhibit {
  let scheme = data.schemes[0] as Scheme;
  let index = 4;
  const result = answer();
  const value = h("b", {});
  const tags = h("dl", { class: "answers" });
  const picture = h("div", {});
  const ways = segments(
    "The server's tag",
    `${name}-scheme`,
    data.schemes.map((each) => ({ value: each, label: h("code", {}, each.name) })),
    scheme,
    (chosen) => {
      scheme = chosen;
      redraw();
    },
  );
  ways.classList.add("wrapping");
  const control = slider(
    `${name}-guess`,
    ["Guess for the key: ", value],
    0,
    data.guesses.length - 1,
    index,
    (chosen) => {
      index = chosen;
      redraw();
    },
  );
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed" }, control.element),
        result.element,
        h("div", { class: "whole" }, ways),
      ),
      h("div", { class: "exhibit-tracks" }, tags, picture),
    ],
    draw() {
      const guess = data.guesses[index] as Guess;
      const [computed, right] = scheme.tags[index] as [string, string];
      const accepted = computed === right;
      value.textContent = `${guess.key_bytes} bytes`;
      control.input.setAttribute("aria-valuetext", value.textContent);
      result.show(
        accepted ? "Accepted" : "Refused",
        accepted ? "the server sends salaries.pdf" : refusal(data, scheme),
        accepted ? "danger" : "sound",
      );
      tags.replaceChildren(
        ...row("Zoe's tag", scheme.tag),
        ...row("The attacker's new tag", computed, accepted && "harm"),
        ...row("The server's new tag", right, accepted && "harm"),
      );
      picture.replaceChildren(...(scheme === data.schemes[0] ? drawBlocks(guess, scheme.tag) : []));
    },
    visitStates(look) {
      const present = [scheme, index] as const;
      for (scheme of data.schemes) for (index = 0; index < data.guesses.length; index++) look();
      [scheme, index] = present;
    },
  };
}

function refusal({ guesses }: BlocksData, { tags }: Scheme): string {
  return tags.some(([computed, right]) => computed === right)
    ? "the padding does not fit: the guess is wrong"
    : `all ${guesses.length} guesses are refused`;
}

function row(term: string, tag: string, tone: string | false = false): HTMLElement[] {
  return [h("dt", {}, term), h("dd", { class: tone }, tag)];
}

/** What the server hashes, block by block, with the state after each of them. */
function drawBlocks({ blocks, states }: Guess, tag: string): HTMLElement[] {
  return blocks.flatMap((block, index) => {
    const state = states[index] ?? "";
    const last = index === blocks.length - 1;
    return [
      h("h4", { class: index > 0 && "later-heading" }, `Block ${index + 1} that the server hashes`),
      strip(block.map(([kind, , bytes]) => `${said(kind)}, ${bytes} bytes`).join("; "), block.map(cell)),
      h(
        "p",
        { class: "below" },
        `state: ${state.slice(0, LONG)}… `,
        state === tag && h("b", {}, "= Zoe's tag"),
        last && h("b", {}, "= the server's new tag"),
      ),
    ];
  });
}

function said(kind: string): string {
  if (kind === "more") return "the attacker's end";
  return kind === "padding" ? "the attacker's padding" : kind;
}

function cell([kind, text, bytes]: Piece): Cell {
  const short = text.length > LONG && kind.endsWith("padding") ? `${text.slice(0, 8)} … ${text.slice(-5)}` : text;
  const written = kind === "key" ? `key, ${bytes} bytes` : kind.endsWith("padding") ? `${short} (${bytes})` : short;
  return KINDS[kind] ? { text: written, kind: KINDS[kind] } : { text: written };
}
