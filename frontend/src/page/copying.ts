/** Buttons that copy: `data-copy` names the element whose text goes to the clipboard. */
import { find } from "./dom.ts";
import { say } from "./voice.ts";
import { translate } from "./words.ts";

export function startCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) button.hidden = !canCopy();
  document.addEventListener("click", (event) => {
    const button =
      event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[data-copy]") : null;
    if (button) void copy(button);
  });
}

/** A browser gives its clipboard to pages that came over TLS or from this computer. */
function canCopy(): boolean {
  return "clipboard" in navigator;
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const from = find(button.dataset["copy"] ?? "");
  const words = find("[data-copy-words]", button) ?? button;
  const before = button.dataset["copyBefore"] ?? words.textContent ?? "";
  button.dataset["copyBefore"] = before;
  try {
    await navigator.clipboard.writeText((from?.textContent ?? "").trim());
    words.textContent = translate("Copied");
  } catch {
    words.textContent = translate("Copy it by hand");
    if (from) window.getSelection()?.selectAllChildren(from);
  }
  say(words.textContent);
  window.setTimeout(() => {
    words.textContent = before;
  }, 3000);
}
