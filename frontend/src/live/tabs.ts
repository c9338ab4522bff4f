/** Which tabs live. A tab is one loading of a page, so a duplicated tab is another one. */

/** A page that is being left still counts as alive for a moment. */
const LEAVING_MS = 2000;

/** A UUID; `crypto.randomUUID` is missing where a page has no TLS. */
export function newTab(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Tells other tabs that this one lives, until its page is gone. */
export function live(tab: string): void {
  void navigator.locks?.request(lockOf(tab), () => new Promise(() => undefined));
}

function lockOf(tab: string): string {
  return `quintain-tab/${tab}`;
}

/**
 * Tabs hold a lock as long as their page lives. Without TLS there are no locks, and all tabs count as gone: what a tab
 * which lives had kept is then saved under that tab's own name, or copied, and neither disturbs it.
 */
export async function tabsAlive(): Promise<Set<string>> {
  const held = (await navigator.locks?.query())?.held ?? [];
  return new Set(held.map((lock) => lock.name?.split("quintain-tab/")[1] ?? ""));
}

export async function isGoneSoon(tab: string): Promise<boolean> {
  try {
    return await navigator.locks.request(lockOf(tab), { signal: AbortSignal.timeout(LEAVING_MS) }, () => true);
  } catch {
    return false;
  }
}
