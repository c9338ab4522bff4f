/** Forms marked data-confirm="#dialog" ask first; without script they are sent as they are. */
import { need } from "./dom.ts";

export function startConfirmations(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const name = form.dataset["confirm"];
    if (!name || form.dataset["confirmed"]) return;
    event.preventDefault();
    ask(need<HTMLDialogElement>(name), () => {
      form.dataset["confirmed"] = "yes";
      form.requestSubmit(event.submitter);
    });
  });
}

/** Opens a dialog; its form closes it, and the value of the pressed button decides. */
export function ask(dialog: HTMLDialogElement, agreed: () => void): void {
  dialog.returnValue = "";
  dialog.addEventListener("close", () => dialog.returnValue === "yes" && agreed(), { once: true });
  dialog.showModal();
}
