/**
 * What was typed and is not yet on the server, kept in this browser. See docs/decisions/0015-typed-text.md.
 *
 * Each loading of a page is a tab of its own with entries of its own. Nothing here decides what is newer: the server
 * does, by the tab, the sequence number and the revision of an entry. So an entry that is older than it should be, or
 * that came back after it was deleted, does no harm. IndexedDB is the store, because it is written through to the disk;
 * only where a browser refuses it, local storage takes its place.
 */
import { earlierFormat } from "./earlier.ts";
import { attempt, type Kept, type Left } from "./kept.ts";
import { isGoneSoon, live, newTab, tabsAlive } from "./tabs.ts";

interface Store {
  all(owner: string): Promise<Kept[]>;
  /** Writes all of a batch, or nothing; a value of null deletes. */
  write(batch: [Key, Kept | null][]): Promise<void>;
}

type Typed = Pick<Kept, "text" | "sequence" | "revision">;
type Key = [owner: string, path: string, tab: string];

const DATABASE = "quintain-typed";
const TYPED = "typed";
const OPEN_WITHIN_MS = 5000;

export class Keeping {
  readonly tab = newTab();
  /** Whether the last text could be stored. */
  works = true;
  private readonly store: Promise<Store>;
  private readonly next = new Map<string, Kept | null>();
  private writing: Promise<void> | null = null;
  /** Whether a page that takes this one's place has been asked for; the server may have drawn it from older texts. */
  private isReplaced = false;

  constructor(private readonly owner: string) {
    this.store = openStore();
    live(this.tab);
    addEventListener("beforeunload", () => (this.isReplaced = true));
    addEventListener("pagehide", () => void this.write());
  }

  keep(path: string, typed: Typed): void {
    this.put(path, { ...typed, owner: this.owner, path, tab: this.tab, at: Date.now() });
  }

  /**
   * Deletes this tab's entry, because the server has the text. A page that may lack it finds it, as that of a tab which
   * is gone: it hands it to the server, which knows it, and answers with the newest text.
   */
  drop(path: string, typed: Typed): void {
    if (this.isReplaced) this.keep(path, typed);
    else this.put(path, null);
  }

  /** Returns what tabs left behind that are gone by now, newest first; then what those leave that go in a moment. */
  async *left(): AsyncGenerator<Left[]> {
    const known = await this.known();
    const alive = await tabsAlive();
    yield known.filter((left) => !alive.has(left.kept.tab));
    const leaving = known.filter((left) => alive.has(left.kept.tab));
    const gone = await Promise.all(leaving.map((left) => isGoneSoon(left.kept.tab)));
    yield leaving.filter((_, index) => gone[index]);
  }

  private async known(): Promise<Left[]> {
    const store = await this.store;
    const [stored, nearby, earlier] = await Promise.all([
      store.all(this.owner).catch(() => []),
      store === local ? [] : local.all(this.owner),
      earlierFormat(this.owner),
    ]);
    const lefts = [
      ...stored.map((kept) => ({ kept, forget: () => store.write([[keyOf(kept), null]]) })),
      ...nearby.map((kept) => ({ kept, forget: () => local.write([[keyOf(kept), null]]) })),
      ...earlier,
    ];
    return lefts.filter(({ kept }) => kept.tab !== this.tab).sort((one, other) => other.kept.at - one.kept.at);
  }

  /** While one write is under way, only the newest text of each file waits for the next. */
  private put(path: string, kept: Kept | null): void {
    this.next.set(path, kept);
    this.writing ??= this.writeAll().finally(() => (this.writing = null));
  }

  private async writeAll(): Promise<void> {
    while (this.next.size > 0) await this.write();
  }

  private async write(): Promise<void> {
    const store = await this.store;
    const batch = [...this.next].map(([path, kept]): [Key, Kept | null] => [[this.owner, path, this.tab], kept]);
    if (batch.length === 0) return;
    this.next.clear();
    this.works = await store.write(batch).then(
      () => true,
      () => false,
    );
  }
}

/** Local storage, where IndexedDB is refused. The browser writes it to the disk when it likes. */
const local: Store = {
  all(owner) {
    const start = `${TYPED}/${owner}/`;
    const keys = attempt(() => Object.keys(localStorage)) ?? [];
    const found = keys
      .filter((key) => key.startsWith(start))
      .map((key) => attempt(() => JSON.parse(localStorage.getItem(key) ?? "null") as Kept | null));
    return Promise.resolve(found.filter((kept): kept is Kept => kept?.owner === owner));
  },
  write(batch) {
    return new Promise((resolve) => {
      for (const [key, kept] of batch) {
        if (kept) localStorage.setItem([TYPED, ...key].join("/"), JSON.stringify(kept));
        else localStorage.removeItem([TYPED, ...key].join("/"));
      }
      resolve();
    });
  },
};

class Database implements Store {
  constructor(private readonly database: IDBDatabase) {}

  all(owner: string): Promise<Kept[]> {
    const asking = this.database
      .transaction(TYPED)
      .objectStore(TYPED)
      .getAll(IDBKeyRange.bound([owner], [owner, []]));
    return new Promise((resolve, reject) => {
      asking.onsuccess = () => resolve(asking.result as Kept[]);
      asking.onerror = () => reject(asking.error ?? new Error("IndexedDB"));
    });
  }

  write(batch: [Key, Kept | null][]): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = this.database.transaction(TYPED, "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB"));
      for (const [key, kept] of batch) {
        if (kept) transaction.objectStore(TYPED).put(kept, key);
        else transaction.objectStore(TYPED).delete(key);
      }
      transaction.commit(); // at once: a page that goes now would take an open transaction with it
    });
  }
}

function openStore(): Promise<Store> {
  const opened = new Promise<Store>((resolve, reject) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(TYPED);
    opening.onsuccess = () => resolve(new Database(opening.result));
    opening.onerror = () => reject(opening.error ?? new Error("IndexedDB"));
    setTimeout(() => reject(new Error("IndexedDB")), OPEN_WITHIN_MS);
  });
  return opened.catch(() => local);
}

function keyOf({ owner, path, tab }: Kept): Key {
  return [owner, path, tab];
}
