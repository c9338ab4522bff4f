/** An exploit at work, and the look of what came of it. */
import type { Run } from "../live/work.ts";
import { h } from "../page/dom.ts";
import { translate } from "../page/words.ts";
import { spinner } from "./trial.ts";
import { seconds } from "./words.ts";

export function lookOf(run: Run): "landed" | "repelled" | "stopped" | "error" {
  return run.state === "failed" ? "error" : (run.result ?? "repelled");
}

export function drawWaiting(run: Run): HTMLElement {
  const words =
    run.state === "waiting"
      ? run.position && run.position > 1
        ? translate("place %(place)s in the queue", { place: run.position })
        : translate("a sandbox is being made ready")
      : translate("running");
  const usual = run.usually_seconds ? translate(", usually %(time)s", { time: seconds(run.usually_seconds) }) : "";
  return h("span", { class: "state running" }, spinner(), words + usual);
}
