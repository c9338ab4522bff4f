/** The judge at work as a drawing: a hoop, lances at it, the tests within. The server draws it again once all is over. */
import type { Check } from "../live/work.ts";
import { find, s } from "../page/dom.ts";
import { translate, translatePlural } from "../page/words.ts";
import {
  ARM_DEGREES,
  at,
  BLUNT,
  BLUNT_HALF,
  HOOP,
  hoopPath,
  lanceAngles,
  NUMBER,
  type Point,
  round,
  TAIL,
  testPlaces,
} from "./geometry.ts";

export const LANCE_EVERY_MS = 120;
const LONGEST_MS = 1000;
const RUN_UP = 24;

type Drawn = Pick<Check, "kind" | "number" | "outcome">;

export function drawFigure(checks: Drawn[]): SVGSVGElement {
  const attacks = checks.filter((check) => check.kind === "attack");
  const tests = checks.filter((check) => check.kind !== "attack");
  const angles = lanceAngles(attacks.length);
  const { places, radius } = testPlaces(tests.length);
  return s(
    "svg",
    { class: "figure", viewBox: "-100 -100 200 200", role: "img", "aria-label": describe(attacks, tests) },
    drawHoop(attacks, angles),
    ...tests.map((test, index) => drawTest(test, places[index] ?? { x: 0, y: 0 }, radius)),
    ...attacks.map((attack, index) => drawLance(attack, angles[index] ?? 0)),
    checks.length === 0 && drawArm(70),
  );
}

function drawHoop(attacks: Drawn[], angles: number[]): SVGElement {
  const gaps = angles.filter((_, index) => attacks[index]?.outcome === "landed");
  return gaps.length > 0
    ? s("path", { class: "hoop", d: hoopPath(gaps, attacks.length) })
    : s("circle", { class: "hoop", r: HOOP });
}

function drawTest(test: Drawn, place: Point, radius: number): SVGElement {
  const looks: Record<string, string> = {
    failed: "lost",
    waiting: "waiting",
    running: "running",
    error: "error",
    skipped: "waiting",
  };
  const look = looks[test.outcome] ?? "";
  return s("circle", {
    class: `visit ${look}`.trim(),
    cx: place.x,
    cy: place.y,
    r: look === "lost" ? round(radius + 1.3) : radius,
  });
}

function drawLance(attack: Drawn, angle: number): SVGElement {
  const tail = at(angle, TAIL);
  const number = at(angle, NUMBER);
  const label = s("text", { x: number.x, y: number.y }, attack.number);
  const look = attack.outcome === "skipped" ? "waiting" : attack.outcome;
  const group = s("g", { class: `lance ${look}` });
  if (attack.outcome === "landed") {
    const neck = at(angle, 12);
    group.append(
      s("line", { x1: tail.x, y1: tail.y, x2: neck.x, y2: neck.y }),
      s("polygon", { points: "-6.5,0 6.5,0 0,14", transform: `rotate(${angle}) translate(0 -17)` }),
      label,
    );
  } else if (attack.outcome === "repelled") {
    const blunt = at(angle, BLUNT);
    group.append(
      s("line", { x1: tail.x, y1: tail.y, x2: blunt.x, y2: blunt.y }),
      s("line", {
        class: "bluntbar",
        x1: -BLUNT_HALF,
        y1: -BLUNT,
        x2: BLUNT_HALF,
        y2: -BLUNT,
        transform: `rotate(${angle})`,
      }),
      label,
    );
  } else {
    const end = at(angle, attack.outcome === "running" ? BLUNT + 2 : TAIL - 10);
    group.append(s("line", { x1: tail.x, y1: tail.y, x2: end.x, y2: end.y }), label);
  }
  return group;
}

/** The arm; ``reach`` is where its bar stands. */
function drawArm(reach: number): SVGElement {
  const end = at(ARM_DEGREES, reach);
  return s(
    "g",
    { class: "arm" },
    s("circle", { r: 7.5 }),
    s("line", { x1: 0, y1: 0, x2: end.x, y2: end.y }),
    s("line", { class: "strike", x1: -10, y1: -reach, x2: 10, y2: -reach, transform: `rotate(${ARM_DEGREES})` }),
  );
}

/** Lets the lances ride in one after another; a click or a wish for calm ends it. Returns how long it takes. */
export function playFigure(figure: SVGSVGElement): number {
  const lances = [...figure.querySelectorAll<SVGElement>(".lance")];
  const every = Math.min(LANCE_EVERY_MS, LONGEST_MS / Math.max(lances.length, 1));
  for (const [index, lance] of lances.entries()) {
    const number = find("text", lance);
    for (const side of ["x", "y"])
      lance.style.setProperty(`--from-${side}`, `${(Number(number?.getAttribute(side)) * RUN_UP) / NUMBER}px`);
    lance.style.animationDelay = `${index * every}ms`;
  }
  figure.classList.add("play");
  figure.addEventListener("click", () => figure.classList.remove("play"), { once: true });
  return lances.length * every + 40;
}

function describe(attacks: Drawn[], tests: Drawn[]): string {
  if (attacks.length + tests.length === 0) return translate("A target with its arm at rest.");
  const landed = attacks.filter((attack) => attack.outcome === "landed");
  const stopped = attacks.filter((attack) => attack.outcome === "repelled").length;
  const work = tests.filter((test) => test.outcome === "passed").length;
  const parts = [];
  if (attacks.length > 0)
    parts.push(
      translatePlural(
        "%(stopped)s of %(count)s attack stopped%(through)s.",
        "%(stopped)s of %(count)s attacks stopped%(through)s.",
        attacks.length,
        { stopped, through: through(landed) },
      ),
    );
  if (tests.length > 0)
    parts.push(
      translatePlural("%(work)s of %(count)s test passes.", "%(work)s of %(count)s tests pass.", tests.length, {
        work,
      }),
    );
  return parts.join(" ");
}

function through(landed: Drawn[]): string {
  if (landed.length === 0) return "";
  return translatePlural("; attack %(numbers)s came through", "; attacks %(numbers)s came through", landed.length, {
    numbers: landed.map((attack) => attack.number).join(", "),
  });
}
