// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";
import { CODE_SIZES, isOn, setWidth, stepCodeSize, turn, widthOf } from "../../src/workbench/arrangement.ts";

const root = document.documentElement;

/** Loads the page anew: its root is bare, and the first script runs. */
async function load(): Promise<void> {
  for (const name of root.getAttributeNames()) root.removeAttribute(name);
  vi.resetModules();
  await import("../../src/look.ts");
}

beforeEach(async () => {
  localStorage.clear();
  await load();
});

test("Widths, size and switches outlive the page", async () => {
  setWidth("task", 300.4);
  turn("wrap", true);
  turn("no-evidence", true);
  stepCodeSize(1);
  await load();
  expect(widthOf("task")).toBe(300);
  expect(widthOf("evidence")).toBeNull();
  expect(root.style.getPropertyValue("--code-size")).toBe("0.875rem");
  expect([isOn("wrap"), isOn("no-evidence"), isOn("no-task")]).toEqual([true, true, false]);
});

test("What is taken back is stored no more", () => {
  setWidth("task", 300);
  setWidth("task", null);
  turn("wrap", true);
  turn("wrap", false);
  expect(localStorage.getItem("workbench")).toBe("{}");
});

test("The size of code ends at both ends", () => {
  while (stepCodeSize(1));
  expect(root.style.getPropertyValue("--code-size")).toBe(`${CODE_SIZES.at(-1)}rem`);
  while (stepCodeSize(-1));
  expect(root.style.getPropertyValue("--code-size")).toBe(`${CODE_SIZES[0]}rem`);
});

test.each([
  "",
  "{",
  "null",
  "[1]",
  "7",
  '"wrap"',
  '{"task": "300px; color: red", "evidence": -5, "code": 90, "wrap": "yes", "no-task": 1}',
])("%s in the store is as nothing", async (kept) => {
  localStorage.setItem("workbench", kept);
  await load();
  expect(root.getAttribute("style") ?? "").toBe("");
  expect(root.getAttributeNames().filter((name) => name.startsWith("data-"))).toEqual([]);
});

test("A browser that stores nothing still arranges", () => {
  const refused = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new Error("full");
  });
  turn("wrap", true);
  expect(isOn("wrap")).toBe(true);
  refused.mockRestore();
});
