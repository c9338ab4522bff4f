/** The switch between light, dark and what the system says. The choice is applied by a script in the page's head. */
import { find, need } from "./dom.ts";

const NEXT: Record<string, string> = { system: "light", light: "dark", dark: "system" };
const ICON: Record<string, string> = { system: "sun-moon", light: "sun", dark: "moon" };

function chosen(): string {
  return document.documentElement.dataset["theme"] ?? "system";
}

function apply(theme: string): void {
  if (theme === "system") {
    delete document.documentElement.dataset["theme"];
    localStorage.removeItem("theme");
  } else {
    document.documentElement.dataset["theme"] = theme;
    localStorage.setItem("theme", theme);
  }
}

function show(button: HTMLElement): void {
  need("use", button).setAttribute("href", `#i-${ICON[chosen()] ?? "sun-moon"}`);
  need("span", button).textContent = chosen() === "system" ? "System colours" : `${chosen() === "light" ? "Light" : "Dark"} colours`;
}

export function startTheme(): void {
  const button = find("#theme");
  if (!button) return;
  button.hidden = false;
  show(button);
  button.addEventListener("click", () => {
    apply(NEXT[chosen()] ?? "system");
    show(button);
  });
}
