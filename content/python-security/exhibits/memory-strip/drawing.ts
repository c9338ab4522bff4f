/** The exhibit "The memory strip": a longer name, and see which bytes it overwrites and what the program then believes. */
import { answer, type Exhibit, h, segments, slider, type Tone } from "quintain/exhibits";

/** Whether the copy was finished, then what was answered (admin, pages) or how the process ended (signal, message). */
type Run = [boolean, boolean, number] | [boolean, string, string];

interface Build {
  id: string;
  title: string;
  flags: string;
  address: string;
  stack: string;
  places: [number, number, string][];
  runs: Record<string, Run[]>;
}

interface StripData {
  builds: Build[];
}

const ROW = 8;
const NAME = 16;
const ADMIN = 4;
const SIZES: Record<string, number> = { a: 1, ü: 2, "😀": 4 };
const SHORT: Record<string, string> = { plain: "none", stack: "stack", fortify: "FORTIFY", asan: "ASan" };

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;

/** The bytes that C writes: the name in UTF-8, and the zero byte that ends it. */
function written(letter: string, characters: number): number[] {
  return [...new TextEncoder().encode(letter.repeat(characters)), 0];
}

function bytesOf(hex: string): number[] {
  return (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

/** The large word, what it means, and whether it is harmless. */
function told(run: Run, bytes: number): [string, string, Tone] {
  const [, first, second] = run;
  if (typeof first === "string") {
    if (!second) return [first, "a crash: Python and all its users end with it", "danger"];
    return [first, `the check ends the process: ${String(second)}`, "plain"];
  }
  if (first) return ["admin", "silent corruption: no error, no message", "danger"];
  if (bytes < NAME) return ["not admin", "the name and its zero byte fit", "sound"];
  return ["not admin", "but the zero byte is in is_admin: an administrator loses the right", "danger"];
}

export default function memoryStrip(data: StripData, name: string, redraw: () => void): Exhibit {
  let build = data.builds[0] as Build;
  let letter = "a";
  let characters = 17;
  const result = answer();
  const strip = h("div", { class: "memory-view" });
  const length = h("span", {});
  const most = () => (build.runs[letter] as Run[]).length - 1;
  const control = slider(`${name}-length`, ["Length of the name: ", length], 0, most(), characters, (value) => {
    characters = value;
    redraw();
  });
  const controls = h(
    "div",
    { class: "exhibit-controls" },
    segments(
      "Hardening",
      `${name}-build`,
      data.builds.map((each) => ({ value: each, label: SHORT[each.id] ?? each.title })),
      build,
      (chosen) => {
        build = chosen;
        redraw();
      },
    ),
    segments(
      "Letter",
      `${name}-letter`,
      Object.keys(SIZES).map((each) => ({ value: each, label: each })),
      letter,
      (chosen) => {
        letter = chosen;
        control.input.max = String(most());
        characters = Math.min(characters, most());
        control.input.value = String(characters);
        redraw();
      },
    ),
    result.element,
    h("div", { class: "whole" }, control.element),
  );
  return {
    parts: [controls, strip],
    draw() {
      const run = (build.runs[letter] as Run[])[characters] as Run;
      const sent = written(letter, characters);
      const bytes = sent.length - 1;
      length.textContent = `${count(characters, "character")}, ${count(bytes, "byte")}`;
      control.input.setAttribute("aria-valuetext", length.textContent);
      result.show(...told(run, bytes));
      strip.replaceChildren(drawStrip(build, run[0] ? sent : []), drawBelief(build, run, sent));
    },
  };
}

function drawStrip(build: Build, sent: number[]): HTMLElement {
  const stack = [...sent, ...bytesOf(build.stack).slice(sent.length)];
  const hit = build.places.filter(([first]) => first > 0 && first < sent.length).map(([, , owner]) => owner);
  const words = sent.length
    ? `${sent.length} bytes are written; ${hit.length ? `beyond name, they overwrite ${hit.join(", ")}` : "all are in name"}.`
    : "The copy was stopped; nothing is overwritten.";
  const cells = build.places.flatMap(([first, size, owner]) => {
    const label = h("span", { class: hit.includes(owner) ? "owner harm" : "owner" }, owner);
    const wide = Math.min(size, ROW);
    label.style.gridColumn = `${2 + (first % ROW)} / span ${wide}`;
    const bytes = stack.slice(first, first + size).map((value, index) => {
      const at = first + index;
      const kind = at >= sent.length ? "" : at < NAME ? "given" : "harm";
      const byte = h("span", { class: `byte ${kind}` }, value.toString(16).padStart(2, "0"));
      return at % ROW === 0 ? [h("span", { class: "offset" }, `+${at}`), byte] : [byte];
    });
    // The labels of one row come before its offset and its bytes.
    return [{ first, label, bytes: bytes.flat() }];
  });
  const grid = h("div", { class: "memory", role: "img", "aria-label": words });
  for (let index = 0; index < cells.length; index++) {
    const here = cells[index];
    if (!here) continue;
    const beside = cells.slice(index + 1).filter((each) => each.first % ROW !== 0 && each.first < here.first + ROW);
    grid.append(
      here.label,
      ...beside.map((each) => each.label),
      ...here.bytes,
      ...beside.flatMap((each) => each.bytes),
    );
    index += beside.length;
  }
  return grid;
}

function drawBelief(build: Build, run: Run, sent: number[]): HTMLElement {
  const [finished, admin, pages] = run;
  const stack = finished ? [...sent, ...bytesOf(build.stack).slice(sent.length)] : bytesOf(build.stack);
  const number = (from: number) =>
    new DataView(new Uint8Array(stack.slice(from, from + ADMIN)).buffer).getInt32(0, true).toLocaleString("en-GB");
  const answered = typeof admin === "boolean";
  const rows: [string, string, boolean][] = [
    ["is_admin", number(NAME), number(NAME) !== "0"],
    ["pages", number(NAME + ADMIN), number(NAME + ADMIN) !== "20"],
    [
      "Python gets",
      answered ? `${admin ? "admin" : "not admin"}, ${pages.toLocaleString("en-GB")} pages` : "nothing",
      answered && admin,
    ],
  ];
  const when = finished
    ? "The bytes after the copy, in a real process; the struct is at "
    : "The bytes before the copy, which did not finish; the struct is at ";
  return h(
    "div",
    { class: "belief" },
    h("h4", {}, "What the program believes"),
    h(
      "dl",
      { class: "answers" },
      ...rows.flatMap(([what, value, harm]) => [
        h("dt", {}, h("code", {}, what)),
        h("dd", { class: harm && "harm" }, value),
      ]),
    ),
    h("p", {}, when, h("code", {}, build.address), ". Built with ", h("code", {}, build.flags), "."),
  );
}
