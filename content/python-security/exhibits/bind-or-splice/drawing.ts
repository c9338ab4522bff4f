/** The exhibit "Interpolate it or bind it": how a database parses a value in the text of a query, and one that is bound. */
import { answer, branch, type Cell, type Exhibit, field, h, segments, strip } from "quintain/exhibits";
import { cut, NoQuery, read, type Tree } from "./sql.ts";

interface Answer {
  rows?: string[];
  error?: string;
}

interface Endpoint {
  id: string;
  title: string;
  before: string;
  after: string;
  query: string;
  tree: Tree;
}

interface BindingData {
  endpoints: Endpoint[];
  cases: { endpoint: string; value: string; interpolated: Answer & { tree: Tree | null }; bound: Answer }[];
}

const LONGEST = 120;
const VALUE = "value";

export default function bindOrSplice(data: BindingData, name: string, redraw: () => void): Exhibit {
  const [first] = data.endpoints;
  if (!first) throw new Error("The exhibit has no endpoint.");
  let endpoint = first;
  let value = "";
  const result = answer();
  const pieces = h("div", { class: "whole" });
  const examples = h("p", { class: "examples" });
  const interpolated = h("div", {});
  const bound = h("div", {});

  const type = field(
    `${name}-value`,
    "The value from the user",
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
  const show = (chosen: Endpoint) => {
    endpoint = chosen;
    const values = data.cases.filter((each) => each.endpoint === endpoint.id).map((each) => each.value);
    examples.replaceChildren(
      h("span", {}, "Recorded values:"),
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
      "Endpoint",
      `${name}-endpoint`,
      data.endpoints.map((each) => ({ value: each, label: each.title })),
      endpoint,
      show,
    ),
    result.element,
    h("div", { class: "whole" }, type.element, examples),
    pieces,
  );
  const pictures = h("div", { class: "exhibit-pictures" }, interpolated, bound);
  return {
    parts: [controls, pictures],
    draw() {
      const recorded = data.cases.find((each) => each.endpoint === endpoint.id && each.value === value);
      const query = endpoint.before + value + endpoint.after;
      const own = readOwn(query);
      const intended = read(endpoint.before + (endpoint.after ? "x" : "1") + endpoint.after);
      const changed = own.tree === undefined || shape(own.tree) !== shape(intended);
      result.show(
        changed ? "Another tree" : "Same tree",
        own.tree === undefined
          ? "interpolated, this is no longer a query"
          : changed
            ? "interpolated, the value is parsed as SQL"
            : "interpolated, this value is still one value",
        changed ? "danger" : "sound",
      );
      pieces.replaceChildren(
        h("h4", {}, "The interpolated query, divided into tokens"),
        strip(query, cells(query, endpoint.before.length, value.length)),
      );
      interpolated.replaceChildren(
        h("h4", {}, "Interpolated into the query"),
        ...(own.tree ? drawTree(own.tree, intended) : [h("p", { class: "no-tree" }, `No tree. ${own.fault ?? ""}`)]),
        said(recorded?.interpolated, recorded !== undefined),
      );
      bound.replaceChildren(
        h("h4", {}, "Bound to a placeholder"),
        ...drawTree(endpoint.tree, endpoint.tree, value),
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

/** Pieces of the query; what the user typed is marked, and more so where it is no plain value. */
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

/** A tree as a nested list. Parts that the intended query does not have are marked, in words as well; what only the intended query has is listed below. */
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
    return branch(label, at < 0 && "not intended", children.map(grow), place);
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
          "No longer in the query: ",
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
    return h("p", { class: "below" }, "This value is yours: a small parser in this page reads it, and it is not run.");
  const rows = answer.rows ?? [];
  return h(
    "p",
    { class: "below" },
    "SQLite answered: ",
    h("b", {}, answer.error ?? (rows.length > 0 ? rows.join(", ") : "no row")),
  );
}
