import { describe, expect, test } from "vitest";
import { ARM_DEGREES, at, HOOP, hoopPath, lanceAngles, testPlaces } from "../../src/figure/geometry.ts";

const COUNTS = Array.from({ length: 60 }, (_, index) => index + 1);

test("Angles go clockwise from above", () => {
  expect([0, 90, 180, 270].map((degrees) => at(degrees, 10))).toEqual([
    { x: 0, y: -10 },
    { x: 10, y: 0 },
    { x: 0, y: 10 },
    { x: -10, y: 0 },
  ]);
});

describe("Attacks around the ring", () => {
  test.each(COUNTS)("Of %i, one is where the arm strikes, and all have the same distance", (count) => {
    const angles = lanceAngles(count);
    expect(angles).toHaveLength(count);
    expect(angles).toContain(ARM_DEGREES);
    const steps = angles.slice(1).map((angle, index) => angle - (angles[index] ?? 0));
    for (const step of steps) expect(step).toBeCloseTo(360 / count);
  });

  test("Without attacks there are no angles", () => {
    expect(lanceAngles(0)).toEqual([]);
  });
});

describe("Tests within the ring", () => {
  test.each([0, ...COUNTS, 200])("Of %i, each has a place of its own within the ring", (count) => {
    const { places, radius } = testPlaces(count);
    expect(places).toHaveLength(count);
    expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(count);
    for (const { x, y } of places) expect(Math.hypot(x, y) + radius).toBeLessThan(HOOP);
  });
});

describe("The ring", () => {
  test("It has one arc for each attack that landed, from gap to gap, in order around it", () => {
    const path = hoopPath([270, 0, 90], 4);
    const arcs = path.split("M").slice(1);
    expect(arcs).toHaveLength(3);
    const { x, y } = at(9, HOOP);
    expect(arcs[0], "the first begins after the gap at the top").toMatch(new RegExp(`^${x} ${y}A`));
    expect(
      arcs.map((arc) => arc.split(" ")[3]),
      "each goes the short way round",
    ).toEqual(["0", "0", "0"]);
  });

  test("With one gap, one arc takes the long way round", () => {
    expect(hoopPath([-45], 1).match(/A55 55 0 (\d) 1/)?.[1]).toBe("1");
  });

  test("Gaps become narrower where there are many attacks, so that arcs remain between them", () => {
    const arcs = hoopPath(lanceAngles(40), 40).split("M").slice(1);
    expect(arcs).toHaveLength(40);
    for (const arc of arcs) expect(arc).toContain(" 0 0 1 ");
  });
});
