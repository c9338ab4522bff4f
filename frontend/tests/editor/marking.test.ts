import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { expect, test, vi } from "vitest";
import { Badge, marking, type ShownMark, setMarks, shownMarks } from "../../src/editor/marking.ts";

function open(toggle = vi.fn()): EditorState {
  return EditorState.create({ doc: "one\ntwo\nthree", extensions: marking(toggle) });
}

/** What is beside the number of a line. */
function badgeOf(state: EditorState, number: number): string {
  const { from } = state.doc.line(number);
  let found = "";
  state.field(shownMarks).badges.between(from, from, (_from, _to, marker) => {
    if (marker instanceof Badge) found = marker.badge;
  });
  return found;
}

/** The marked lines: their numbers, looks and badges. */
function marked(state: EditorState): string[] {
  const found: string[] = [];
  for (const lines of state.facet(EditorView.decorations)) {
    if (typeof lines === "function") continue;
    lines.between(0, state.doc.length, (from, _, { spec }) => {
      const { number } = state.doc.lineAt(from);
      found.push(`${number} ${spec.class} ${badgeOf(state, number)}`.trim());
    });
  }
  return found;
}

function show(state: EditorState, marks: ShownMark[]): EditorState {
  return state.update({ effects: setMarks.of(marks) }).state;
}

test("A mark covers its lines, and its first one has the badge", () => {
  const state = show(open(), [{ first: 2, last: 3, badge: "A", look: "chosen" }]);
  expect(marked(state)).toEqual(["2 q-chosen A", "3 q-chosen"]);
});

test("Marks take the place of the marks before them", () => {
  const state = show(open(), [{ first: 1, last: 1, badge: "A", look: "chosen" }]);
  expect(marked(show(state, [{ first: 3, last: 3, badge: "", look: "right" }]))).toEqual(["3 q-right"]);
});

test("Marks may come in any order, and one that reaches beyond the text ends with it", () => {
  const state = show(open(), [
    { first: 3, last: 9, badge: "B", look: "wrong" },
    { first: 1, last: 1, badge: "A", look: "right" },
  ]);
  expect(marked(state)).toEqual(["1 q-right A", "3 q-wrong B"]);
});

test("The key M marks the lines of the selection", () => {
  const toggle = vi.fn();
  const state = open(toggle).update({ selection: { anchor: 10, head: 5 } }).state;
  const key = state
    .facet(keymap)
    .flat()
    .find((binding) => binding.key === "m");
  expect(key?.run?.({ state } as EditorView)).toBe(true);
  expect(toggle).toHaveBeenCalledExactlyOnceWith(2, 3);
});
