/** The exhibit "When does its code run?": five commands, one after the other, and after which a package's code had run. */
import { answer, type Exhibit, h, outcomes, player, segments, switches } from "quintain/exhibits";

interface Scene {
  kind: string;
  title: string;
  wheels_only: boolean;
  steps: { command: string; ended: boolean; ran: string[] }[];
}

interface InstallData {
  scenes: Scene[];
}

export default function install(data: InstallData, name: string, redraw: () => void): Exhibit {
  const kinds = data.scenes.filter((each) => !each.wheels_only);
  let kind = kinds[0]?.kind ?? "";
  let done = 0;
  const only = [false];
  const result = answer();
  const rows = h("div", {});
  const scene = () => data.scenes.find((each) => each.kind === kind && each.wheels_only === only[0]);
  const steps = player(
    () => {
      done = 0;
      redraw();
    },
    () => {
      const count = scene()?.steps.length ?? 0;
      done = done < count ? done + 1 : 0;
      redraw();
      return done > 0 && done < count;
    },
  );
  const choices = segments(
    "The package",
    `${name}-kind`,
    kinds.map((each) => ({ value: each.kind, label: each.title })),
    kind,
    (chosen) => {
      steps.stop();
      kind = chosen;
      done = 0;
      redraw();
    },
  );
  choices.classList.add("standing");
  const option = switches(`${name}-option`, "pip", [h("code", {}, "--only-binary :all:")], only, () => {
    done = 0;
    redraw();
  });
  return {
    parts: [
      h(
        "div",
        { class: "exhibit-controls" },
        h("div", { class: "typed" }, choices, option.element, h("p", { class: "below" }, ...steps.buttons)),
        result.element,
      ),
      rows,
    ],
    draw() {
      option.show();
      const now = scene();
      if (!now) return;
      const ran = now.steps.slice(0, done).filter((each) => each.ran.length > 0).length;
      result.show(
        String(ran),
        `of ${done} commands ran code of the package${done === 0 ? "; press Next" : ""}`,
        ran > 0 ? "danger" : done === 0 ? "plain" : "sound",
      );
      rows.replaceChildren(
        outcomes(
          now.steps.map((each, index) => {
            const title = h("code", {}, each.command);
            if (index >= done) return { title, state: "not yet", kind: "nothing" };
            if (each.ran.length > 0) return { title, state: each.ran.join(", "), kind: "harm" };
            return {
              title,
              state: each.ended ? "no code of the package ran" : "ended with an error; no code of the package ran",
              kind: "sound",
            };
          }),
        ),
      );
    },
  };
}
