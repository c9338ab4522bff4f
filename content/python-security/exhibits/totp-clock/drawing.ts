/** The exhibit "How long does a code work?": the server's clock and its window, and which codes are right. */
import { answer, type Exhibit, h, s, slider, strip } from "quintain/exhibits";

interface Window {
  window: number;
  first: number;
  last: number;
  seconds: number;
  right: number;
  again: boolean;
}

interface ClockData {
  codes: { step: number; code: string }[];
  windows: Window[];
}

const STEP_SECONDS = 30;
const EARLIEST = -330;
const LATEST = 359;
const PAD = 24;
const TOP = 26;
const BAR = 20;
const HEIGHT = 78;
/** How many steps before and after the present one are shown. */
const AROUND = 12;

/** What the codes of the strip look like, and what that means. */
const SIGNS = [
  ["chosen", "accepted now"],
  ["seen", "seen by the attacker"],
  ["harm", "seen, and accepted now"],
] as const;

export default function totpClock(data: ClockData, name: string, redraw: () => void): Exhibit {
  let window = 1;
  let late = 45;
  const result = answer();
  const wide = h("b", {});
  const when = h("b", {});
  const picture = h("div", { class: "exhibit-tracks" });
  const codes = h("div", { class: "exhibit-more" });
  const windows = slider(`${name}-window`, ["Window: ", wide], 0, data.windows.length - 1, window, (value) => {
    window = value;
    redraw();
  });
  const clock = slider(`${name}-clock`, ["The server's clock: ", when], EARLIEST, LATEST, late, (value) => {
    late = value;
    redraw();
  });
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed" }, windows.element, clock.element),
        result.element,
      ),
      picture,
      codes,
    ],
    draw(width) {
      const shown = data.windows[window];
      if (!shown) return;
      const accepted = late >= shown.first && late <= shown.last;
      wide.textContent = window === 1 ? "1 step on each side" : `${window} steps on each side`;
      when.textContent = time(late);
      windows.input.setAttribute("aria-valuetext", wide.textContent);
      clock.input.setAttribute("aria-valuetext", when.textContent);
      result.show(
        accepted ? "Accepted" : "Refused",
        accepted
          ? `the code works for ${shown.seconds} seconds, and a second time too`
          : `the code works for ${shown.seconds} seconds; this is outside`,
        accepted ? "danger" : "sound",
      );
      picture.replaceChildren(drawTime(shown, late, accepted, width));
      codes.replaceChildren(
        h("h4", {}, `The server accepts ${shown.right} of a million codes now`),
        drawCodes(data, window, late),
        h("h4", { class: "later-heading" }, "Signs"),
        strip(
          "Three signs: accepted now, the code that was seen, and both at once",
          SIGNS.map(([kind, text]) => ({ kind, text })),
        ),
      );
    },
  };
}

function time(late: number): string {
  if (late === 0) return "the phone begins to show the code";
  return late < 0 ? `${-late} s before the phone shows the code` : `${late} s after the phone first showed the code`;
}

/** The seconds in which the code is accepted, as a bar, and where the server's clock is. */
function drawTime({ first, last, seconds }: Window, late: number, accepted: boolean, width: number): SVGSVGElement {
  const x = (second: number) => PAD + ((second - EARLIEST) / (LATEST + 1 - EARLIEST)) * (width - 2 * PAD);
  const svg = s("svg", {
    class: "totp-clock",
    width,
    height: HEIGHT,
    role: "img",
    "aria-label": `The code is accepted from second ${first} to second ${last}. The server's clock is at second ${late}.`,
  });
  svg.append(
    s("line", { class: "axis", x1: PAD, x2: width - PAD, y1: TOP + BAR / 2, y2: TOP + BAR / 2 }),
    s("rect", {
      class: seconds > 90 ? "harm" : "sound",
      x: x(first),
      y: TOP,
      width: x(last + 1) - x(first),
      height: BAR,
    }),
    s("line", { class: "now", x1: x(late), x2: x(late), y1: TOP - 8, y2: TOP + BAR + 8 }),
    s("text", { class: `value middle ${accepted ? "harm" : "sound"}`, x: x(late), y: 12 }, "now"),
  );
  for (const second of [-300, 0, 300])
    svg.append(
      s("text", { class: "middle", x: x(second), y: HEIGHT - 4 }, second === 0 ? "code shown" : `${second} s`),
    );
  return svg;
}

/** The codes of the steps around: those that are right now, and among them the one that was seen. */
function drawCodes({ codes }: ClockData, window: number, late: number): HTMLElement {
  const now = Math.floor(late / STEP_SECONDS);
  const right = ({ step }: { step: number }) => Math.abs(step - now) <= window;
  const near = codes.filter(({ step }) => Math.abs(step - now) <= AROUND);
  const seen = codes.find(({ step }) => step === 0)?.code ?? "";
  const told = near.filter(right).map(({ code }) => code);
  return strip(
    `Right now: ${told.join(", ")}. The attacker saw ${seen}.`,
    near.map((each) => {
      if (each.step === 0) return { text: each.code, kind: right(each) ? "harm" : "seen" };
      return right(each) ? { text: each.code, kind: "chosen" } : { text: each.code };
    }),
  );
}
