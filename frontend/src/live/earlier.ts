/** Texts that pages of an earlier version kept: in local storage and in a database, under one key for all tabs. */
import { attempt, type Kept, type Left } from "./kept.ts";
import { newTab } from "./tabs.ts";

interface Earlier {
  text: string;
  revision: number;
  at: number;
}

const STORE = "texts";

/** Returns them as texts of tabs that are gone. Each place is asked, as one may hold what the other has lost. */
export async function earlierFormat(owner: string): Promise<Left[]> {
  return [...nearby(owner), ...(await stored(owner).catch(() => []))];
}

function nearby(owner: string): Left[] {
  const start = `kept/${owner}/`;
  const keys = (attempt(() => Object.keys(localStorage)) ?? []).filter((key) => key.startsWith(start));
  return keys.flatMap((key) => {
    const forget = () => Promise.resolve(localStorage.removeItem(key));
    return leftOf(
      owner,
      key.slice(start.length),
      attempt(() => JSON.parse(localStorage.getItem(key) ?? "null")),
      forget,
    );
  });
}

async function stored(owner: string): Promise<Left[]> {
  const database = await open();
  if (!database.objectStoreNames.contains(STORE)) return [];
  const range = IDBKeyRange.bound(`${owner}/`, `${owner}/\uffff`);
  const store = database.transaction(STORE).objectStore(STORE);
  const [keys, values] = await Promise.all([result(store.getAllKeys(range)), result(store.getAll(range))]);
  return keys.flatMap((key, index) => {
    const forget = async () =>
      void (await result(database.transaction(STORE, "readwrite").objectStore(STORE).delete(key)));
    return leftOf(owner, String(key).slice(owner.length + 1), values[index], forget);
  });
}

/** Opens the database only if there is one. */
function open(): Promise<IDBDatabase> {
  const opening = indexedDB.open("quintain");
  opening.onupgradeneeded = () => opening.transaction?.abort();
  return result(opening);
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB"));
  });
}

function leftOf(owner: string, path: string, value: unknown, forget: () => Promise<void>): Left[] {
  const { text, revision, at } = (value ?? {}) as Partial<Earlier>;
  if (typeof text !== "string" || typeof revision !== "number") return [];
  const kept: Kept = { owner, path, tab: newTab(), sequence: 1, text, revision, at: at ?? 0 };
  return [{ kept, forget }];
}
