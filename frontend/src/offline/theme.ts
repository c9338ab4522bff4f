/** Light, dark, or what the system says; a browser that keeps nothing for files begins anew on each page. */
const NEXT: Record<string, string> = { system: "light", light: "dark", dark: "system" };

export function applyTheme(): void {
  show(kept());
}

export function nextTheme(): void {
  const theme = NEXT[document.documentElement.dataset["theme"] ?? "system"] ?? "system";
  show(theme);
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // the page keeps its colours while it is open
  }
}

function kept(): string {
  try {
    return localStorage.getItem("theme") ?? "system";
  } catch {
    return "system";
  }
}

function show(theme: string): void {
  if (theme === "light" || theme === "dark") document.documentElement.dataset["theme"] = theme;
  else delete document.documentElement.dataset["theme"];
}
