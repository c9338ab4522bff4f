import { describe, expect, test } from "vitest";
import { back, forward, hashOf, slideAt, slideOf } from "../../src/slides/steps.ts";

const STEPS = [0, 2, 0];

describe("stepping through slides", () => {
  test("shows the steps of a slide before the next slide, and stays at the end", () => {
    const seen = [];
    for (let at = { slide: 0, step: 0 }, turn = 0; turn < 6; turn += 1, at = forward(at, STEPS))
      seen.push(`${at.slide}.${at.step}`);
    expect(seen).toEqual(["0.0", "1.0", "1.1", "1.2", "2.0", "2.0"]);
  });

  test("back is the same way", () => {
    const seen = [];
    for (let at = { slide: 2, step: 0 }, turn = 0; turn < 6; turn += 1, at = back(at, STEPS))
      seen.push(`${at.slide}.${at.step}`);
    expect(seen).toEqual(["2.0", "1.2", "1.1", "1.0", "0.0", "0.0"]);
  });

  test.each([
    [-5, 0],
    [1, 1],
    [99, 2],
  ])("slide %i is within the row", (wanted, slide) => expect(slideAt(wanted, STEPS)).toEqual({ slide, step: 0 }));
});

describe("the address of a slide", () => {
  test.each(["", "#slide-0", "#slide-", "#slide-1x", "#slide-99999", "#backtracking"])("%s is none", (hash) =>
    expect(slideOf(hash)).toBeNull(),
  );
  test("is read as it is written", () => expect(slideOf(hashOf(6))).toBe(6));
});
