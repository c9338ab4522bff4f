import { expect, test } from "vitest";
import { lightTokens, withTokens } from "../colours.mjs";

const TOKENS = `:root {
  --ink: light-dark(oklch(0.2 0.03 260), oklch(0.9 0.01 240));
  --small: 0.8rem;
}`;

test("a token with two colours has its light one", () => {
  expect(lightTokens(TOKENS)).toEqual({ "--ink": "oklch(0.2 0.03 260)", "--small": "0.8rem" });
});

test("values stand in the place of tokens, and a token that nobody knows stays or has its fallback", () => {
  const sheet = "a { color: var(--ink); top: var(--bar, 2px); left: var(--other); }";
  expect(withTokens(sheet, lightTokens(TOKENS))).toBe(
    "a { color: oklch(0.2 0.03 260); top: 2px; left: var(--other); }",
  );
});
