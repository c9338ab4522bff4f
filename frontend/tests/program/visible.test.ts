import { expect, test } from "vitest";
import { visible } from "../../src/program/visible.ts";

test("Control characters are shown as signs, except tabs and ends of lines", () => {
  expect(visible("a\tb\nc\r\nd")).toBe("a\tb\nc\nd");
  expect(visible("\0\x1b[2K\x7f\r")).toBe("␀␛[2K␡␍");
});
