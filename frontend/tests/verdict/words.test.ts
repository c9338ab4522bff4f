import { expect, test } from "vitest";
import type { Check } from "../../src/live/work.ts";
import { seconds, titleOf } from "../../src/verdict/words.ts";

const held = (title: string): Check =>
  ({ id: "exploits/a", kind: "attack", number: 1, title, outcome: "waiting", hidden: true }) as Check;

test.each([
  ["Logs in with a password", "Hidden attack: logs in with a password"],
  ["A quote in the name", "Hidden attack: a quote in the name"],
  ["SQL in the name", "Hidden attack: SQL in the name"],
  ["O'Brien logs in", "Hidden attack: O'Brien logs in"],
  ["Held out: a name", "Hidden attack: a name"],
])("The title “%s” of a hidden attack is shown as “%s”", (title, shown) => {
  expect(titleOf(held(title))).toBe(shown);
});

test("Short times have a decimal, long ones do not", () => {
  expect([0.04, 9.94, 10, 61.6].map(seconds)).toEqual(["0.0 s", "9.9 s", "10 s", "62 s"]);
});
