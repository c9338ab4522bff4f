import { describe, expect, test } from "vitest";
import { minutesAndSeconds, paceOf, paceWords } from "../../src/slides/clock.ts";

describe("the clock against the plan", () => {
  test.each([
    [0, 0, "As planned"],
    [10 * 60, 10, "As planned"],
    [3 * 60, 10, "About 7 minutes ahead of the plan"],
    [15 * 60, 10, "About 4 minutes behind the plan"],
    [21 * 60, 10, "1 minute over the plan"],
    [25 * 60, 20, "5 minutes over the plan"],
  ])("%i seconds, slide %i of 21 in 20 minutes: %s", (seconds, at, words) =>
    expect(paceWords(paceOf(seconds, 20, at, 21))).toBe(words),
  );
  test("one slide has all the time", () => expect(paceOf(19 * 60, 20, 0, 1)[0]).toBe("good"));
  test.each([
    [0, "0:00"],
    [59.9, "0:59"],
    [600, "10:00"],
    [-61, "−1:01"],
    [-0.4, "0:00"],
  ])("%d seconds are written %s", (seconds, words) => expect(minutesAndSeconds(seconds)).toBe(words));
});
