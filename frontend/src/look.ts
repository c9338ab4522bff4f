/**
 * Arranges the workbench as this browser's user left it, before the page is first painted. It is loaded as a classic
 * script, so it imports nothing; workbench/arrangement.ts reads and changes what it puts on the page's root.
 */
export {};

function restore(root: HTMLElement): void {
  let kept: unknown;
  try {
    kept = JSON.parse(localStorage.getItem("workbench") ?? "null");
  } catch {
    return;
  }
  if (typeof kept !== "object" || kept === null) return;
  const known = kept as Record<string, unknown>;
  for (const pane of ["task", "evidence"]) {
    const width = known[pane];
    if (typeof width === "number" && width >= 100 && width <= 5000)
      root.style.setProperty(`--${pane}-size`, `${width}px`);
    root.toggleAttribute(`data-no-${pane}`, known[`no-${pane}`] === true);
  }
  const size = known["code"];
  if (typeof size === "number" && size >= 0.5 && size <= 3) root.style.setProperty("--code-size", `${size}rem`);
  root.toggleAttribute("data-wrap", known["wrap"] === true);
  root.toggleAttribute("data-no-mark", known["no-mark"] === true);
}

restore(document.documentElement);
