// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Keeping } from "../../src/live/keeping.ts";
import type { Left } from "../../src/live/kept.ts";
import { openPage, type PageEvents } from "./page.ts";

const OWNER = "ada/sql-login";

let page: PageEvents;

beforeEach(() => {
  vi.useFakeTimers();
  page = openPage();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function typed(text: string, sequence = 1): { text: string; sequence: number; revision: number } {
  return { text, sequence, revision: 3 };
}

async function written(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

/** Keeps a text in a tab of its own, and returns the name of the tab. */
async function tabWith(text: string, owner = OWNER, path = "app.py"): Promise<string> {
  const keeping = new Keeping(owner);
  keeping.keep(path, typed(text));
  await written();
  return keeping.tab;
}

async function batches(keeping: Keeping): Promise<string[][]> {
  const found: Left[][] = [];
  for await (const batch of keeping.left()) found.push(batch);
  return found.map((batch) => batch.map(({ kept }) => kept.text));
}

/** Locks as browsers have them where there is TLS; `leaving` are tabs that release theirs as soon as they are asked. */
function stubLocks(alive: string[], leaving: string[] = []): void {
  vi.stubGlobal("navigator", {
    locks: {
      query: () => Promise.resolve({ held: alive.map((tab) => ({ name: `quintain-tab/${tab}` })) }),
      request: (name: string, _options: unknown, act?: () => unknown) => {
        if (!act) return new Promise(() => undefined);
        const gone = leaving.some((tab) => name === `quintain-tab/${tab}`);
        return gone ? Promise.resolve(act()) : Promise.reject(new DOMException("too late", "TimeoutError"));
      },
    },
  });
}

describe("What a tab leaves behind", () => {
  test("Another tab finds it, the newest first, with all that the server needs to know", async () => {
    vi.setSystemTime("2026-11-20T10:00:00Z");
    const first = await tabWith("older");
    vi.setSystemTime("2026-11-20T10:00:01Z");
    await tabWith("newer");
    const keeping = new Keeping(OWNER);
    expect(await batches(keeping)).toEqual([["newer", "older"], []]);
    const { value } = await keeping.left().next();
    const at = Date.parse("2026-11-20T10:00:00Z");
    expect(value?.[1]?.kept).toEqual({
      owner: OWNER,
      path: "app.py",
      tab: first,
      text: "older",
      sequence: 1,
      revision: 3,
      at,
    });
  });

  test("A tab does not find its own texts, nor those of another lab or learner", async () => {
    await tabWith("another lab", "ada/sql-login-2");
    await tabWith("another learner", "grace/sql-login");
    const keeping = new Keeping(OWNER);
    keeping.keep("app.py", typed("my own"));
    await written();
    expect(await batches(keeping)).toEqual([[], []]);
  });

  test("What is forgotten is found no more, and takes nothing else with it", async () => {
    await tabWith("one");
    vi.advanceTimersByTime(1);
    await tabWith("two");
    const keeping = new Keeping(OWNER);
    const { value } = await keeping.left().next();
    await value?.[0]?.forget();
    expect(await batches(keeping)).toEqual([["one"], []]);
  });

  test("The text of a tab that lives is its own; one that goes in a moment is found a moment later", async () => {
    const alive = await tabWith("of a living tab");
    const leaving = await tabWith("of a tab that is closing");
    await tabWith("of a tab that is gone");
    stubLocks([alive, leaving], [leaving]);
    expect(await batches(new Keeping(OWNER))).toEqual([["of a tab that is gone"], ["of a tab that is closing"]]);
  });

  test("Texts of an earlier version of the page are found too", async () => {
    localStorage.setItem(`kept/${OWNER}/app.py`, JSON.stringify({ text: "early", revision: 2, at: 5 }));
    localStorage.setItem(`kept/${OWNER}/db.py`, "no JSON");
    localStorage.setItem(`kept/${OWNER}/views.py`, JSON.stringify({ text: "without a revision" }));
    const keeping = new Keeping(OWNER);
    const { value } = await keeping.left().next();
    expect(value).toMatchObject([{ kept: { path: "app.py", text: "early", revision: 2, at: 5 } }]);
    await value?.[0]?.forget();
    expect(localStorage.getItem(`kept/${OWNER}/app.py`)).toBeNull();
  });
});

describe("Writing", () => {
  test("Of texts that wait for one write, the newest of each file is written", async () => {
    const write = vi.fn<Storage["setItem"]>();
    vi.stubGlobal("localStorage", { setItem: write });
    const keeping = new Keeping(OWNER);
    keeping.keep("app.py", typed("a", 1));
    keeping.keep("app.py", typed("ab", 2));
    keeping.keep("db.py", typed("x", 3));
    keeping.keep("app.py", typed("abc", 4));
    await written();
    expect(write.mock.calls.map(([, value]) => JSON.parse(value).text)).toEqual(["abc", "x"]);
  });

  test("A text that the server has got meanwhile is not written after all", async () => {
    const keeping = new Keeping(OWNER);
    keeping.keep("app.py", typed("a"));
    keeping.drop("app.py", typed("a"));
    await written();
    expect(localStorage).toHaveLength(0);
  });

  test("A text that the server gets while a new page is on its way is left to that page", async () => {
    const keeping = new Keeping(OWNER);
    keeping.keep("app.py", typed("typed"));
    page.happen("beforeunload");
    keeping.drop("app.py", typed("typed"));
    await written();
    expect(await batches(new Keeping(OWNER))).toEqual([["typed"], []]);
  });

  test("What is taken back meanwhile does not come back with that page", async () => {
    const keeping = new Keeping(OWNER);
    page.happen("beforeunload"); // as a download tells, too, after which the page stays
    keeping.keep("app.py", typed("saved, and more", 2));
    keeping.drop("app.py", typed("saved", 3));
    await written();
    expect(await batches(new Keeping(OWNER))).toEqual([["saved"], []]);
  });

  test("A full store is told, until a text fits again", async () => {
    const keeping = new Keeping(OWNER);
    const store = localStorage;
    const setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    vi.stubGlobal("localStorage", { setItem });
    keeping.keep("app.py", typed("too long"));
    await written();
    expect(keeping.works).toBe(false);
    vi.stubGlobal("localStorage", store);
    keeping.keep("app.py", typed("short"));
    await written();
    expect(keeping.works).toBe(true);
  });

  test("A page that goes while a text waits writes it at once", async () => {
    const keeping = new Keeping(OWNER);
    await written();
    keeping.keep("app.py", typed("last words"));
    page.happen("pagehide");
    await written();
    expect(await batches(new Keeping(OWNER))).toEqual([["last words"], []]);
  });
});
