/** The clock of a presenter: minutes that have passed, against those that are planned. */
import { translate, translatePlural } from "../page/words.ts";

export type Pace = "early" | "good" | "late" | "over";

/** How many minutes one may be beside the plan. */
const SLACK_MINUTES = 1;

/**
 * How one is doing. All slides but the first count alike.
 * ``at`` counts from 0, of ``count`` slides.
 */
export function paceOf(elapsedSeconds: number, minutes: number, at: number, count: number): [Pace, number] {
  const elapsed = elapsedSeconds / 60;
  if (elapsed > minutes) return ["over", elapsed - minutes];
  const planned = count > 1 ? (minutes * at) / (count - 1) : 0;
  const coming = count > 1 ? (minutes * Math.min(at + 1, count - 1)) / (count - 1) : minutes;
  if (elapsed > coming + SLACK_MINUTES) return ["late", elapsed - coming];
  if (elapsed < planned - SLACK_MINUTES) return ["early", planned - elapsed];
  return ["good", 0];
}

export function paceWords([pace, minutes]: [Pace, number]): string {
  const count = Math.max(1, Math.round(minutes));
  if (pace === "over")
    return translatePlural("%(count)s minute over the plan", "%(count)s minutes over the plan", count);
  if (pace === "late")
    return translatePlural("About %(count)s minute behind the plan", "About %(count)s minutes behind the plan", count);
  if (pace === "early")
    return translatePlural(
      "About %(count)s minute ahead of the plan",
      "About %(count)s minutes ahead of the plan",
      count,
    );
  return translate("As planned");
}

/** Minutes and seconds, below zero with a minus sign. */
export function minutesAndSeconds(seconds: number): string {
  const whole = Math.abs(Math.trunc(seconds));
  const sign = seconds <= -1 ? "−" : "";
  return `${sign}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
