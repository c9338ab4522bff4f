/** What Enter does to the lines of a file, as the editor itself does it. */
import { insertNewlineAndIndent } from "@codemirror/commands";
import { ensureSyntaxTree, indentUnit } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { describe, expect, test } from "vitest";
import { pythonWithHoles } from "../../src/editor/colours.ts";
import { indentingAfterComments } from "../../src/editor/indenting.ts";

const BEFORE = "def first():\n    return 1\n\n\n";
const METHODS = "class All:\n    def first(self):\n        return 1\n\n";

/** Presses Enter at the bar. */
function enter(text: string): string {
  let state = EditorState.create({
    doc: text.replace("|", ""),
    selection: { anchor: text.indexOf("|") },
    extensions: [pythonWithHoles, indentingAfterComments, indentUnit.of("    ")],
  });
  expect(ensureSyntaxTree(state, state.doc.length, 5000)).not.toBeNull();
  insertNewlineAndIndent({ state, dispatch: (transaction) => (state = transaction.state) });
  const at = state.selection.main.head;
  return `${state.sliceDoc(0, at)}|${state.sliceDoc(at)}`;
}

describe("Behind a comment, what was before the caret goes on where it was", () => {
  test.each([
    [
      "a function after another",
      `${BEFORE}# note|def second():\n    return 2\n`,
      `${BEFORE}# note\n|def second():\n    return 2\n`,
    ],
    ["a statement with a block", `${BEFORE}# note|if ready:\n    go()\n`, `${BEFORE}# note\n|if ready:\n    go()\n`],
    [
      "a method after another",
      `${METHODS}    # note|def second(self):\n        return 2\n`,
      `${METHODS}    # note\n    |def second(self):\n        return 2\n`,
    ],
    ["a line of a block", "def first():\n    # note|return 1\n", "def first():\n    # note\n    |return 1\n"],
    [
      "a line whose spaces are behind the comment",
      "def first():\n# note|    return 1\n",
      "def first():\n# note\n    |return 1\n",
    ],
    ["a value in brackets", "call(\n    1,\n    # note|2,\n)\n", "call(\n    1,\n    # note\n    |2,\n)\n"],
    ["nothing, at the end", `${BEFORE}# note|`, `${BEFORE}# note\n|`],
    ["words of the comment", "def first():\n    # one|, two\n", "def first():\n    # one\n    |, two\n"],
  ])("%s", (_, before, after) => {
    expect(enter(before)).toBe(after);
  });
});

test("A line that looks like a comment in a string is none", () => {
  expect(enter('text = """\n  # note|        more\n"""\n')).toBe('text = """\n  # note\n  |more\n"""\n');
});

test("A comment behind code leaves the next line to the block that it begins", () => {
  expect(enter("def first():  # note|\n")).toBe("def first():  # note\n    |\n");
});
