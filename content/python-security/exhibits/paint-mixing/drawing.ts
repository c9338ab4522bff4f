/** The exhibit "Mix paint, with somebody in between": the public keys on their way, and who has which secret in the end. */
import { answer, type Exhibit, h, s, segments, type Tone } from "quintain/exhibits";

type Party = "app" | "attacker" | "server";

interface Scene {
  check: string;
  attacker: string;
  messages: { from: Party; to: Party; colour: string }[];
  secrets: Record<Party, string[]>;
  outcome: string;
  end: string;
}

interface PaintData {
  checks: string[];
  attackers: string[];
  scenes: Scene[];
}

const PARTIES: Party[] = ["app", "attacker", "server"];
const SAYS: Record<string, [string, Tone]> = {
  reads: ["Read", "danger"],
  refused: ["Refused", "sound"],
  safe: ["Safe", "sound"],
};
const TOP = 62;
const ROW = 40;
/** The outer columns are this far from the edge. */
const EDGE = 48;

export default function paintMixing(data: PaintData, name: string, redraw: () => void): Exhibit {
  let check = data.checks[0];
  let attacker = data.attackers[1];
  const result = answer();
  const picture = h("div", { class: "exhibit-tracks" });
  const attackers = segments(
    "The attacker",
    `${name}-attacker`,
    data.attackers.map((value) => ({ value, label: value })),
    attacker,
    (value) => {
      attacker = value;
      redraw();
    },
  );
  const checks = segments(
    "How the app checks the public key",
    `${name}-check`,
    data.checks.map((value) => ({ value, label: value })),
    check,
    (value) => {
      check = value;
      redraw();
    },
  );
  attackers.classList.add("wrapping");
  checks.classList.add("wrapping");
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed stacked-controls" }, attackers, checks),
        result.element,
      ),
      picture,
    ],
    draw(width) {
      const scene = data.scenes.find((each) => each.check === check && each.attacker === attacker);
      if (!scene) return;
      const [large, tone] = SAYS[scene.outcome] ?? ["", "plain"];
      result.show(large, scene.end, tone);
      picture.replaceChildren(drawScene(scene, width));
    },
  };
}

function drawScene(scene: Scene, width: number): SVGSVGElement {
  const bottom = TOP + ROW * scene.messages.length;
  const height = bottom + 76;
  const lane = (party: Party) => EDGE + (PARTIES.indexOf(party) * (width - 2 * EDGE)) / 2;
  const sent = scene.messages.map(({ from, to, colour }) => `${from} to ${to}: public key ${colour}`).join("; ");
  const held = PARTIES.map((party) => `${party}: ${scene.secrets[party].join(" and ") || "none"}`).join("; ");
  const svg = s("svg", { class: "relay", width, height, role: "img", "aria-label": `${sent}. Secrets: ${held}.` });
  for (const party of PARTIES) {
    svg.append(
      s("text", { class: "value middle", x: lane(party), y: 20 }, party),
      s("line", { class: "axis", x1: lane(party), x2: lane(party), y1: 30, y2: bottom - 8 }),
    );
  }
  for (const [row, { from, to, colour }] of scene.messages.entries()) {
    const start = lane(from);
    const end = lane(to);
    const tip = end > start ? end - 8 : end + 8;
    const y = TOP + ROW * row;
    svg.append(
      s("path", { class: "way", d: `M${start} ${y}H${end}M${tip} ${y - 5}L${end} ${y}L${tip} ${y + 5}` }),
      ...swatch(colour, (start + end) / 2, y - 13, ""),
    );
  }
  svg.append(s("text", { class: "middle", x: width / 2, y: bottom + 14 }, "shared secrets"));
  for (const party of PARTIES) {
    const held = scene.secrets[party];
    if (held.length === 0) svg.append(s("text", { class: "middle", x: lane(party), y: bottom + 42 }, "none"));
    for (const [row, colour] of held.entries()) {
      const harm = party === "attacker" && scene.outcome === "reads" ? "harm" : "";
      svg.append(...swatch(colour, lane(party), bottom + 36 + 24 * row, harm));
    }
  }
  return svg;
}

/** A spot of paint, and the value that it stands for. */
function swatch(colour: string, x: number, y: number, kind: string): SVGElement[] {
  return [
    s("circle", { class: "swatch", fill: colour, cx: x - 32, cy: y, r: 8 }),
    s("text", { class: `mono ${kind}`.trim(), x: x - 19, y: y + 5 }, colour),
  ];
}
