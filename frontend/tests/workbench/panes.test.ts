// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { widthAfter, within } from "../../src/workbench/panes.ts";

const RANGE = { now: 300, least: 192, most: 600 };

test("Arrows move a divider, towards its pane or away from it", () => {
  expect(widthAfter("ArrowRight", RANGE, "ArrowRight")).toBe(324);
  expect(widthAfter("ArrowLeft", RANGE, "ArrowRight")).toBe(276);
  expect(widthAfter("ArrowLeft", RANGE, "ArrowLeft")).toBe(324);
});

test("Home and End go as far as a pane can", () => {
  expect(widthAfter("Home", RANGE, "ArrowRight")).toBe(192);
  expect(widthAfter("End", RANGE, "ArrowRight")).toBe(600);
});

test("No step goes beyond an end, and other keys do nothing", () => {
  expect(widthAfter("ArrowRight", { ...RANGE, now: 590 }, "ArrowRight")).toBe(600);
  expect(within(20, RANGE)).toBe(192);
  expect(widthAfter("x", RANGE, "ArrowRight")).toBeNull();
});
