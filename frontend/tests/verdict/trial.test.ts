// @vitest-environment happy-dom
import { expect, test } from "vitest";
import type { Check, Submission } from "../../src/live/work.ts";
import { drawTrial } from "../../src/verdict/trial.ts";

const attack = (number: number, outcome: Check["outcome"]): Check =>
  ({ id: `exploits/${number}`, kind: "attack", number, title: `Attack ${number}`, outcome, wall_seconds: 0 }) as Check;

test("Attacks under way are counted as listed, so that the number left to try fits", () => {
  const outcomes = ["waiting", "running", "waiting", "waiting", "repelled", "waiting", "running"] as const;
  const checks = outcomes.map((outcome, index) => attack(index + 1, outcome));
  const nodes = drawTrial({ state: "running", kind: "verdict", checks, usually_seconds: null } as Submission);
  const place = document.createElement("div");
  place.append(...nodes);
  const lines = [...place.querySelectorAll(".steps-run li > span:first-of-type")].map((line) => line.textContent);
  expect(lines).toEqual([
    "Attack 5",
    "Attack 2 of 7, in a fresh sandbox",
    "Attack 3 of 7, in a fresh sandbox",
    "Four more attacks",
  ]);
});
