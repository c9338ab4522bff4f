/**
 * Texts kept in this browser until the server has them. Local storage takes each keystroke at once and survives a killed
 * page; IndexedDB is written through to the disk and survives a killed browser. The newer of the two counts.
 */

export interface Kept {
  text: string;
  revision: number;
  at: number;
}

const STORE = "texts";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("quintain", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error ?? new Error("IndexedDB"));
  });
}

function settled(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB"));
  });
}

/** One learner's texts in one lab. While one write is under way, only the newest of those that follow is kept. */
export class Keeping {
  private readonly database: Promise<IDBDatabase | null>;
  private readonly next = new Map<string, Kept | null>();
  private writing: Promise<void> | null = null;

  constructor(private readonly owner: string) {
    this.database = open().catch(() => null);
  }

  /** Returns what a killed page or server left behind. */
  async left(path: string): Promise<Kept | null> {
    const [near, far] = [this.near(path), await this.far(path)];
    return near && (!far || near.at >= far.at) ? near : far;
  }

  private near(path: string): Kept | null {
    try {
      return JSON.parse(localStorage.getItem(this.nearKey(path)) ?? "null") as Kept | null;
    } catch {
      return null;
    }
  }

  private async far(path: string): Promise<Kept | null> {
    const database = await this.database;
    if (!database) return null;
    const asking = database.transaction(STORE).objectStore(STORE).get(this.key(path));
    return new Promise((resolve) => {
      asking.onsuccess = () => resolve((asking.result as Kept | undefined) ?? null);
      asking.onerror = () => resolve(null);
    });
  }

  keep(path: string, text: string, revision: number): void {
    const kept = { text, revision, at: Date.now() };
    try {
      localStorage.setItem(this.nearKey(path), JSON.stringify(kept));
    } catch {
      localStorage.removeItem(this.nearKey(path)); // no room: an old text would be worse than none
    }
    this.put(path, kept);
  }

  /** Forgets a text that the server has. */
  drop(path: string): void {
    localStorage.removeItem(this.nearKey(path));
    this.put(path, null);
  }

  private put(path: string, kept: Kept | null): void {
    this.next.set(path, kept);
    this.writing ??= this.write().finally(() => (this.writing = null));
  }

  private async write(): Promise<void> {
    const database = await this.database;
    while (database && this.next.size > 0) {
      const batch = [...this.next];
      this.next.clear();
      const transaction = database.transaction(STORE, "readwrite", { durability: "strict" });
      for (const [path, kept] of batch) {
        if (kept) transaction.objectStore(STORE).put(kept, this.key(path));
        else transaction.objectStore(STORE).delete(this.key(path));
      }
      await settled(transaction).catch(() => undefined);
    }
  }

  private nearKey(path: string): string {
    return `kept/${this.key(path)}`;
  }

  private key(path: string): string {
    return `${this.owner}/${path}`;
  }
}
