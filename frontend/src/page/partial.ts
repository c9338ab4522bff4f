/** Forms marked data-partial="#id": sent without leaving the page; the answer takes the place of the element. */
import { find, meta } from "./dom.ts";
import { exchange, giveFocus } from "./focus.ts";
import { parse } from "./parsing.ts";
import { speakNews } from "./voice.ts";

async function send(form: HTMLFormElement, submitter: HTMLElement | null, target: string): Promise<void> {
  const answer = await fetch(addressOf(form, submitter), {
    method: "POST",
    body: new FormData(form, submitter),
    headers: { "HX-Request": "true", "X-CSRFToken": meta("csrf-token") },
    redirect: "error",
  });
  if (!answer.ok) throw new Error(String(answer.status));
  replace(target, await answer.text(), form.closest("[data-part][id]")?.id ?? "");
}

function addressOf(form: HTMLFormElement, submitter: HTMLElement | null): string {
  return submitter instanceof HTMLButtonElement && submitter.hasAttribute("formaction")
    ? submitter.formAction
    : form.action;
}

/** The focus stays in the part that was worked in; where that is no part of its own, it goes to the whole. */
function replace(target: string, html: string, partId: string): void {
  const old = find(target);
  const parsed = parse(html).body.firstElementChild;
  if (!old || !parsed) throw new Error("nothing to replace");
  const fresh = document.importNode(parsed, true) as HTMLElement;
  exchange(old, fresh);
  for (const aside of fresh.querySelectorAll<HTMLTemplateElement>("template[data-for]")) {
    find(`#${aside.dataset["for"] ?? ""}`)?.replaceWith(document.importNode(aside.content, true));
  }
  const part = partId ? find(`#${CSS.escape(partId)}`, fresh) : null;
  const place = find("[data-focus]", part ?? fresh) ?? (part && find("button", part)) ?? part ?? fresh;
  giveFocus(place);
  place.scrollIntoView({ block: "nearest" });
  // What was made of the old element by script is made again by whoever listens.
  fresh.dispatchEvent(new CustomEvent("replaced", { bubbles: true }));
  speakNews();
}

export function startPartials(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const target = form.dataset["partial"];
    if (!target || event.defaultPrevented) return;
    event.preventDefault();
    // Whatever goes wrong, the plain form still knows the way.
    send(form, event.submitter, target).catch(() => sendPlainly(form, event.submitter));
  });
}

function sendPlainly(form: HTMLFormElement, submitter: HTMLElement | null): void {
  delete form.dataset["partial"];
  form.requestSubmit(submitter);
}
