/** The exhibit "A phishing page in the middle": the messages of five attempts, one by one, and where each ends. */
import { answer, type Exhibit, h, player, s, segments } from "quintain/exhibits";

type Party = "user" | "phishing" | "bank";

interface Scene {
  name: string;
  title: string;
  messages: { from: Party; to: Party; text: string }[];
  end: string;
  inside: boolean;
}

interface RelayData {
  scenes: Scene[];
}

const NAMES: Record<Party, string> = { user: "user", phishing: "phishing page", bank: "bank" };
const PARTIES: Party[] = ["user", "phishing", "bank"];
const TOP = 62;
const ROW = 40;
const TIP = 8;
/** The outer columns are this far from the edge. */
const EDGE = 60;

export default function relayReplay(data: RelayData, name: string, redraw: () => void): Exhibit {
  const [first] = data.scenes;
  if (!first) throw new Error("The exhibit has no dialogue.");
  let scene = first;
  let said = 1;
  const result = answer();
  const picture = h("div", { class: "exhibit-tracks" });
  const steps = player(
    () => {
      said = 1;
      redraw();
    },
    () => {
      said = said > scene.messages.length ? 1 : said + 1;
      redraw();
      return said <= scene.messages.length;
    },
  );
  const choices = segments(
    "What the user signs in with",
    `${name}-factor`,
    data.scenes.map((value) => ({ value, label: value.title })),
    scene,
    (chosen) => {
      steps.stop();
      scene = chosen;
      said = 1;
      redraw();
    },
  );
  choices.classList.add("standing");
  const controls = h("div", { class: "typed" }, choices, h("p", { class: "below" }, ...steps.buttons));
  return {
    parts: [h("div", { class: "exhibit-controls" }, controls, result.element), picture],
    draw(width) {
      const over = said > scene.messages.length;
      if (!over) result.show(`${said} of ${scene.messages.length}`, "messages; press Next", "plain");
      else result.show(scene.inside ? "Signed in" : "Stopped", scene.end, scene.inside ? "danger" : "sound");
      picture.replaceChildren(drawMessages(scene, Math.min(said, scene.messages.length), over, width));
    },
  };
}

function drawMessages(scene: Scene, said: number, over: boolean, width: number): SVGSVGElement {
  const height = TOP + ROW * (scene.messages.length + (scene.inside ? 0 : 1));
  const lane = (party: Party) => EDGE + (PARTIES.indexOf(party) * (width - 2 * EDGE)) / 2;
  const shown = scene.messages.slice(0, said);
  const told = shown.map((each) => `${NAMES[each.from]} to ${NAMES[each.to]}: ${each.text}`).join("; ");
  const svg = s("svg", {
    class: "relay",
    width,
    height,
    role: "img",
    "aria-label": `${told}.${over ? ` ${scene.end}.` : ""}`,
  });
  for (const party of PARTIES) {
    svg.append(
      s("text", { class: "value middle", x: lane(party), y: 20 }, NAMES[party]),
      s("line", { class: "axis", x1: lane(party), x2: lane(party), y1: 30, y2: height - 4 }),
    );
  }
  for (const [row, each] of shown.entries()) {
    const start = lane(each.from);
    const end = lane(each.to);
    const tip = end > start ? end - TIP : end + TIP;
    const y = TOP + ROW * row;
    const harm = over && scene.inside && row === scene.messages.length - 1 ? " harm" : "";
    svg.append(
      s("path", { class: `way${harm}`, d: `M${start} ${y}H${end}M${tip} ${y - 5}L${end} ${y}L${tip} ${y + 5}` }),
      place(each, harm, y - 7, width, (start + end) / 2),
    );
  }
  if (over && !scene.inside)
    svg.append(
      s("text", { class: "sound middle", x: width / 2, y: TOP + ROW * scene.messages.length }, short(scene.end)),
    );
  return svg;
}

/** A message above its arrow; where there is little room, it begins or ends at the edge of the picture. */
function place(
  { from, to, text }: Scene["messages"][number],
  harm: string,
  y: number,
  width: number,
  middle: number,
): SVGTextElement {
  if (width >= 560) return s("text", { class: `middle${harm}`, x: middle, y }, text);
  const left = from === "user" || to === "user";
  return s("text", { class: left ? harm.trim() : `end${harm}`, x: left ? 0 : width, y }, text);
}

/** "the browser refuses" of a sentence that goes on to say why. */
function short(end: string): string {
  return end.split(/:| for /)[0] ?? end;
}
