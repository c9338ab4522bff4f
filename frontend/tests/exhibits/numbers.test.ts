import { expect, test } from "vitest";
import { duration } from "../../src/exhibits/numbers.ts";

test.each([
  [0, "0.0 ns"],
  [2.5e-7, "250 ns"],
  [0.0000124, "12 µs"],
  [0.5, "500 ms"],
  [1, "1.0 s"],
  [123.4, "123 s"],
])("%f seconds are told as %s", (seconds, told) => {
  expect(duration(seconds)).toBe(told);
});
