/** Keys as a keyboard and its system have them. */

export const isMac = /^Mac|^iP/.test(navigator.platform);

/** Whether a key is text where it was pressed; code that is only read takes none. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const field = target.closest("input, textarea, select, [contenteditable]");
  if (field instanceof HTMLInputElement) return !/^(?:radio|checkbox|button|submit)$/.test(field.type);
  return field !== null && field.getAttribute("aria-readonly") !== "true";
}
