// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";
import type { FindData, Mark } from "../../src/live/work.ts";
import { keepUnchecked, keptUnchecked, type Unchecked } from "../../src/workbench/unchecked.ts";

const KEY = "marks/ada/shop";
const MARK: Unchecked = { file: "shop.py", first: 2, last: 3, cwe: "CWE-89" };

const page = (marks: Partial<Mark>[] = []): FindData =>
  ({
    lab: "shop",
    files: [{ path: "shop.py", text: "one\ntwo\nthree" }],
    choices: [{ cwe: "CWE-89", name: "SQL injection" }],
    marks,
  }) as unknown as FindData;

const beLearner = (name: string) => {
  document.head.innerHTML = `<meta name="learner" content="${name}">`;
};

beforeEach(() => {
  sessionStorage.clear();
  beLearner("ada");
});

test("Marks come back as they were kept, named or not", () => {
  const marks = [MARK, { ...MARK, first: 1, last: 1, cwe: "" }];
  keepUnchecked("shop", marks);
  expect(keptUnchecked(page())).toEqual(marks);
});

test("Another lab and another learner have marks of their own", () => {
  keepUnchecked("shop", [MARK]);
  expect(keptUnchecked({ ...page(), lab: "other" })).toEqual([]);
  beLearner("bob");
  expect(keptUnchecked(page())).toEqual([]);
});

test("Without marks nothing is kept", () => {
  keepUnchecked("shop", [MARK]);
  keepUnchecked("shop", []);
  expect(sessionStorage.length).toBe(0);
});

test.each([
  "",
  "{",
  "null",
  "1",
  "{}",
  '[null, 1, "x", [], {}]',
  '[{"file": "shop.py", "first": "2", "last": 3, "cwe": ""}]',
  '[{"file": "shop.py", "first": 1.5, "last": 3, "cwe": ""}]',
])("What is no list of marks is none: %s", (text) => {
  sessionStorage.setItem(KEY, text);
  expect(keptUnchecked(page())).toEqual([]);
});

test.each([{ file: "gone.py" }, { first: 0 }, { first: 3, last: 2 }, { last: 4 }, { cwe: "CWE-79" }])(
  "A mark that does not fit the page is left out: %o",
  (change) => {
    keepUnchecked("shop", [{ ...MARK, ...change }, MARK]);
    expect(keptUnchecked(page())).toEqual([MARK]);
  },
);

test("A mark that has been checked is not unchecked; one that is named anew is", () => {
  keepUnchecked("shop", [MARK]);
  expect(keptUnchecked(page([{ ...MARK, right: false }]))).toEqual([]);
  expect(keptUnchecked(page([{ ...MARK, cwe: "CWE-20", right: true }]))).toEqual([]);
  expect(keptUnchecked(page([{ ...MARK, cwe: "CWE-20", right: false }]))).toEqual([MARK]);
});
