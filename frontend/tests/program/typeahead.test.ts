import { expect, test } from "vitest";
import { TypeAhead } from "../../src/program/typeahead.ts";

test("What is typed is kept until it is taken, once", () => {
  const ahead = new TypeAhead();
  for (const key of "ls\r") {
    ahead.pressed(key); // the terminal tells of a key twice: that it was pressed, and what it sends
    ahead.came(key);
  }
  ahead.came("pasted");
  expect(ahead.take()).toBe("ls\rpasted");
  expect(ahead.take()).toBe("");
});

test("While old output is drawn, the answers to its questions are not kept, and keys are", () => {
  const ahead = new TypeAhead();
  ahead.drawing += 1;
  ahead.came("\u001b[1;1R");
  ahead.pressed("x");
  ahead.came("x");
  ahead.drawing -= 1;
  ahead.came("y");
  expect(ahead.take()).toBe("xy");
});

test("Not more than a few lines are kept", () => {
  const ahead = new TypeAhead();
  for (let turn = 0; turn < 9; turn += 1) ahead.came("x".repeat(1000));
  expect(ahead.take()).toHaveLength(4096);
});
