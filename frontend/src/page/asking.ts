/**
 * A question that the whole class is asked is in the bar of the class: on its lesson's page it is not shown twice.
 */
import { find } from "./dom.ts";

/** Hides the question that the bar asks, and shows each other one; one with the focus in it stays until later. */
export function showOnce(): void {
  const asked = find("#pace-poll")?.dataset["question"];
  for (const form of document.querySelectorAll<HTMLElement>("form.quiz")) {
    const isAsked = asked !== undefined && form.id === `question-${asked}`;
    if (!isAsked || !form.contains(document.activeElement)) form.hidden = isAsked;
  }
}
