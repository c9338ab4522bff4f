/** Forms above the slides that load the page again: they come back to the slide that is shown, not to the first one. */

const FORMS = ".lead-class, #leading form";

/** Has the forms come back to a slide; ``hash`` names it. A browser sends no fragment to the server by itself. */
export function comeBackTo(hash: string): void {
  for (const next of document.querySelectorAll<HTMLInputElement>(`:is(${FORMS}) input[name="next"]`))
    next.value = `${next.value.split("#")[0]}${hash}`;
}
