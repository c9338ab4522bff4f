import { expect, test } from "vitest";
import { seconds, within } from "../../src/verdict/words.ts";

test.each([
  ["Logs in with a password", "logs in with a password"],
  ["A quote in the name", "a quote in the name"],
  ["SQL in the name", "SQL in the name"],
  ["O'Brien logs in", "O'Brien logs in"],
])("Within a sentence, the title “%s” is “%s”", (title, shown) => {
  expect(within(title)).toBe(shown);
});

test("Short times have a decimal, long ones do not", () => {
  expect([0.04, 9.94, 10, 61.6].map(seconds)).toEqual(["0.0 s", "9.9 s", "10 s", "62 s"]);
});
