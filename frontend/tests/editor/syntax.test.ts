/// <reference types="vite/client" />
import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { pythonWithHoles } from "../../src/editor/colours.ts";
import { problemOf } from "../../src/editor/syntax.ts";

const MOST_FILES = 300;

/** The Python of all labs: what learners begin with, fixes right and wrong, attacks and tests. */
const LABS = import.meta.glob<string>("../../../content/python-security/labs/**/*.py", {
  query: "?raw",
  import: "default",
});

function told(text: string): string {
  const problem = problemOf(EditorState.create({ doc: text, extensions: pythonWithHoles }));
  return problem ? `${problem.line}: ${problem.message}` : "";
}

test("No file of a lab is marked", { timeout: 30_000 }, async () => {
  const files = Object.entries(LABS);
  expect(files.length).toBeGreaterThan(500);
  const every = Math.ceil(files.length / MOST_FILES); // as many, however many labs there are
  const found: string[] = [];
  for (const [path, load] of files.filter((_, index) => index % every === 0)) {
    const problem = told(await load());
    if (problem) found.push(`${path}: ${problem}`);
  }
  expect(found).toEqual([]);
});

test.each([
  ["a bracket that is never closed", "x = 1\nprint(len([1, 2])\ny = 2\n", 2, "“(” is never closed."],
  ["a bracket of another kind", "x = [1, 2)\n", 1, "“)” does not close the “[” of line 1."],
  ["a bracket too many", "x = (1, 2))\n", 1, "“)” closes nothing."],
  ["a string that is never closed", 'x = 1\ny = "shop\nz = 3\n', 2, "this string is never closed."],
  ["a long string that is never closed", 'def f():\n    """Say it.\n    return 1\n', 2, "this string is never closed."],
  ["a condition without its colon", "if x > 1\n    y = 2\n", 1, "a colon (:) is missing at its end."],
  ["a function without its colon", "def f(a, b)\n    return a\n", 1, "a colon (:) is missing at its end."],
  ["a body that is missing", "def f(a):\nreturn a\n", 2, "an indented line is expected here, after the colon (:)."],
  [
    "a line that is too far in",
    "x = 1\n    y = 2\n",
    2,
    "it is indented further than the line before it, which ends in no colon (:).",
  ],
  ["a value that is missing", "x = 1 +\ny = 2\n", 1, "Python does not understand this."],
  ["two names in a row", "x = 1\nrows = cursor execute\n", 2, "Python does not understand this."],
  ["an else without its if", "x = 1\nelse:\n    y = 2\n", 2, "Python does not understand this."],
  ["a call whose comma is missing", 'find("a" b)\n', 1, "Python does not understand this."],
])("%s is marked", (_, text, line, message) => {
  expect(told(text)).toBe(`${line}: ${message}`);
});

test("New and rare Python is not marked", () => {
  const sound = [
    'match node:\n    case ast.Name(id=name) if name in known:\n        pass\n    case {"a": [int() as first, *_]} | Point(x=0):\n        pass\n    case _:\n        pass',
    "f\"{', '.join(f'{name!r:>{width}}' for name in names)}\"",
    'f"{"nested"} {{braces}} {x=}"',
    "while (row := next(rows)) is not None:\n    print(row)",
    "type Pair[T] = tuple[T, T]",
    "def first[T: int, *Ts, **P](rows: list[T], /, *, last: bool = False) -> T:\n    return rows[0]",
    "class Box[T]:\n    items: tuple[*Ts]",
    "try:\n    x()\nexcept* (OSError, ValueError) as group:\n    raise",
    "with (\n    open(a) as first,\n    open(b) as second,\n):\n    pass",
    "with pair() as (first, second):\n    first()\nx = 1",
    "@contextmanager\ndef held():\n    try:\n        yield\n    finally:\n        pass",
    "for first, *rest in rows:\n    print(*rest, sep=1.)",
    "async def f():\n    async with x() as y, z():\n        return [i async for i in y if await i]",
    "x = lambda a, /, b=1, *c, d, **e: (yield)",
    "match = 3\ncase = match\ntype = case\nprint(match, case, type)",
    "if x: y = 1\nelse: y = 2",
    "if a and \\\n        b:\n    pass",
    "",
    "# only a comment",
  ];
  expect(sound.filter((text) => told(text))).toEqual([]);
});
