/** A page with what the server writes into its head, and with listeners that a test can call. */
import { vi } from "vitest";

export class PageEvents {
  private readonly listeners: [string, (event: Event) => void][] = [];

  /** Stands in for `addEventListener`, so that no listener outlives its test. */
  constructor() {
    vi.stubGlobal("addEventListener", (type: string, listener: (event: Event) => void) => {
      this.listeners.push([type, listener]);
    });
  }

  happen(type: string): void {
    for (const [known, listener] of this.listeners) {
      if (known === type) listener(new Event(type));
    }
  }
}

export function openPage(): PageEvents {
  document.head.innerHTML =
    '<meta name="learner" content="ada"><meta name="csrf-token" content="old" data-renew="/session">';
  document.body.innerHTML = "";
  localStorage.clear();
  vi.stubGlobal("indexedDB", undefined);
  return new PageEvents();
}
