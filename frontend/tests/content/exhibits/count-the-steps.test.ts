import { expect, test } from "vitest";
import { countWays } from "../../../../content/python-security/exhibits/count-the-steps/backtracking.ts";

test("Nested repeats double the ways with each letter, plain ones add one, possessive ones have one", () => {
  const letters = [1, 2, 3, 4, 5];
  expect(letters.map((count) => countWays(count, "nested"))).toEqual([1, 2, 4, 8, 16]);
  expect(letters.map((count) => countWays(count, "plain"))).toEqual([1, 2, 3, 4, 5]);
  expect(letters.map((count) => countWays(count, "possessive"))).toEqual([1, 1, 1, 1, 1]);
});
