/** The entry and exit test: each answer is sent to the server as it is chosen, so that a reload loses none. */
import { Refusal, request } from "../live/requests.ts";
import { find, need } from "./dom.ts";
import { translate } from "./words.ts";

export function startAssessment(): void {
  const form = find<HTMLFormElement>("#assessment-form");
  if (form) keepAnswers(form, need("#kept-answers"));
}

function keepAnswers(form: HTMLFormElement, status: HTMLElement): void {
  const address = form.dataset["keep"] ?? "";
  const unsent = new Map<string, string>();
  let isSending = false;

  async function sendAll(): Promise<void> {
    if (isSending) return;
    isSending = true;
    try {
      for (let next = first(unsent); next; next = first(unsent)) {
        const [question, option] = next;
        await request("POST", address, { question, option });
        // If another option was chosen meanwhile, that one is still to be sent.
        if (unsent.get(question) === option) unsent.delete(question);
      }
      show(status, "");
    } catch (failure) {
      show(status, explain(failure));
    } finally {
      isSending = false;
    }
  }

  form.addEventListener("change", (event) => {
    const field = event.target as HTMLInputElement;
    const question = field.closest<HTMLElement>("[data-question]")?.dataset["question"];
    if (!question) return;
    unsent.set(question, field.value);
    void sendAll();
  });
  // The line is back: what waited is sent without another choice.
  addEventListener("online", () => void sendAll());
}

function first<K, V>(map: Map<K, V>): [K, V] | undefined {
  return map.entries().next().value;
}

function explain(failure: unknown): string {
  return failure instanceof Refusal
    ? [failure.message, failure.remedy].filter(Boolean).join(" ")
    : translate("The server cannot be reached. Your answers are sent with the next one, or when you review them.");
}

/** A status that says the same again is not announced again. */
function show(status: HTMLElement, text: string): void {
  if (status.textContent !== text) status.textContent = text;
}
