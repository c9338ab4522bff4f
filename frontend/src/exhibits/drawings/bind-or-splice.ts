/** The exhibit "Splice it or bind it": what a database makes of a value, pasted into the query or sent beside it. */
import { h } from "../../page/dom.ts";
import { answer, branch, type Cell, type Exhibit, field, segments, strip } from "../kit.ts";
import { cut, NoQuery, read, type Tree } from "../sql.ts";

interface Answer {
  rows?: string[];
  error?: string;
}

interface Door {
  id: string;
  title: string;
  before: string;
  after: string;
  query: string;
  tree: Tree;
}

interface SpliceData {
  doors: Door[];
  cases: { door: string; value: string; spliced: Answer & { tree: Tree | null }; bound: Answer }[];
}

const LONGEST = 120;
const VALUE = "value";

export default function bindOrSplice(data: SpliceData, name: string, redraw: () => void): Exhibit {
  const [first] = data.doors;
  if (!first) throw new Error("The exhibit has no door.");
  let door = first;
  let value = "";
  const result = answer();
  const pieces = h("div", { class: "whole" });
  const examples = h("p", { class: "examples" });
  const spliced = h("div", {});
  const bound = h("div", {});

  const type = field(
    `${name}-value`,
    "The value that a visitor types",
    "",
    (typed) => {
      value = typed;
      redraw();
      return undefined;
    },
    { maxlength: LONGEST },
  );
  const enter = (example: string) => {
    type.input.value = value = example;
    redraw();
  };
  const show = (chosen: Door) => {
    door = chosen;
    const values = data.cases.filter((each) => each.door === door.id).map((each) => each.value);
    examples.replaceChildren(
      h("span", {}, "Recorded:"),
      ...values.map((example) => {
        const press = h("button", { type: "button", class: "chip" }, h("code", {}, example));
        press.addEventListener("click", () => enter(example));
        return press;
      }),
    );
    enter(values[1] ?? "");
  };
  show(first);

  const controls = h(
    "div",
    { class: "exhibit-controls" },
    segments(
      "Door",
      `${name}-door`,
      data.doors.map((each) => ({ value: each, label: each.title })),
      door,
      show,
    ),
    result.element,
    h("div", { class: "whole" }, type.element, examples),
    pieces,
  );
  const pictures = h("div", { class: "exhibit-pictures" }, spliced, bound);
  return {
    parts: [controls, pictures],
    draw() {
      const recorded = data.cases.find((each) => each.door === door.id && each.value === value);
      const query = door.before + value + door.after;
      const own = readOwn(query);
      const intended = read(door.before + (door.after ? "x" : "1") + door.after);
      const changed = own.tree === undefined || shape(own.tree) !== shape(intended);
      result.show(
        changed ? "Another tree" : "Same tree",
        own.tree === undefined
          ? "spliced, it is no query any more"
          : changed
            ? "spliced, the value has become grammar"
            : "spliced, this value stays a value",
        changed ? "danger" : "sound",
      );
      pieces.replaceChildren(
        h("h4", {}, "The query, spliced, as the database cuts it"),
        strip(query, cells(query, door.before.length, value.length)),
      );
      spliced.replaceChildren(
        h("h4", {}, "Spliced into the text"),
        ...(own.tree ? drawTree(own.tree, intended) : [h("p", { class: "no-tree" }, `No tree. ${own.fault ?? ""}`)]),
        said(recorded?.spliced, recorded !== undefined),
      );
      bound.replaceChildren(
        h("h4", {}, "Bound, beside the text"),
        ...drawTree(door.tree, door.tree, value),
        said(recorded?.bound, recorded !== undefined),
      );
    },
  };
}

function readOwn(query: string): { tree?: Tree; fault?: string } {
  try {
    return { tree: read(query) };
  } catch (error) {
    if (error instanceof NoQuery) return { fault: error.message };
    throw error;
  }
}

/** Pieces of the query; what the visitor typed is marked, and stands out where it is no plain value. */
function cells(query: string, from: number, length: number): Cell[] {
  return cut(query).flatMap(({ kind, text, at }) => {
    const theirs = Math.max(at, from) < Math.min(at + text.length, from + length);
    const grammar = theirs && ((kind !== "string" && kind !== "number") || at > from + 1);
    return [{ text, kind: grammar ? `${kind} harm` : theirs ? `${kind} chosen` : kind }];
  });
}

/** The tree without its values: what a value must not change. */
function shape([label, ...children]: Tree): string {
  return `${kindOf(label)}(${children.map(shape).join()})`;
}

/** A tree as a nested list. Parts that the intended query does not have are marked, in words as well; what it has and this one lacks stands below. */
function drawTree(tree: Tree, intended: Tree, value?: string): HTMLElement[] {
  const meant = labelsOf(intended);
  let places = 0;
  const grow = ([label, ...children]: Tree): HTMLElement => {
    const at = meant.indexOf(kindOf(label));
    if (at >= 0) meant.splice(at, 1);
    const place =
      label === "?" &&
      value !== undefined &&
      places++ === 0 &&
      h("span", { class: "bound" }, " ← ", h("code", {}, value));
    return branch(label, at < 0 && "not meant", children.map(grow), place);
  };
  const outline = h("ul", { class: "outline" }, grow(tree));
  const gone = meant.filter((label) => label !== VALUE);
  return gone.length === 0
    ? [outline]
    : [
        outline,
        h(
          "p",
          { class: "gone" },
          "Gone from the query: ",
          ...gone.flatMap((label, index) => [index > 0 && ", ", h("s", {}, label)]),
        ),
      ];
}

function labelsOf([label, ...children]: Tree): string[] {
  return [kindOf(label), ...children.flatMap(labelsOf)];
}

function kindOf(label: string): string {
  return /^['\d?]/.test(label) ? VALUE : label;
}

function said(answer: Answer | undefined, recorded: boolean): HTMLElement {
  if (!recorded || !answer)
    return h("p", { class: "below" }, "A value of your own: read by the small parser in this page, and not run.");
  const rows = answer.rows ?? [];
  return h(
    "p",
    { class: "below" },
    "SQLite answered: ",
    h("b", {}, answer.error ?? (rows.length > 0 ? rows.join(", ") : "no row")),
  );
}
