/** The switch between light, dark and what the system says; the style sheet shows its word. A script in the page's head applies the choice. */
import { find } from "./dom.ts";

const NEXT: Record<string, string> = { system: "light", light: "dark", dark: "system" };

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

export function startTheme(): void {
  find("#theme")?.addEventListener("click", () => apply(NEXT[chosen()] ?? "system"));
}
