/** Binds the files of an editor to the texts of a shared document: what is typed in one is typed in the other. */
import { ChangeSet, type ChangeSpec, Text } from "@codemirror/state";
import type * as Y from "yjs";
import type { Files } from "../editor/editor.ts";

/** A part of a text that is exchanged for another. */
export interface Exchange {
  from: number;
  to: number;
  insert: string;
}

/** Returns the one exchange that makes one text of another; none if they are equal. */
export function exchangeOf(old: string, fresh: string): Exchange | null {
  if (old === fresh) return null;
  const most = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < most && old.charCodeAt(start) === fresh.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < most - start && old.charCodeAt(old.length - 1 - end) === fresh.charCodeAt(fresh.length - 1 - end))
    end += 1;
  if (splitsPair(old, start) || splitsPair(fresh, start)) start -= 1;
  if (splitsPair(old, old.length - end) || splitsPair(fresh, fresh.length - end)) end -= 1;
  return { from: start, to: old.length - end, insert: fresh.slice(start, fresh.length - end) };
}

/** Whether a place is within a character of two units, which a shared text must not cut. */
function splitsPair(text: string, place: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(place - 1, place + 1));
}

/** Returns what was typed on top of `base` here as exchanges in what has become of `base` elsewhere; nothing gets lost. */
export function rebased(base: string, here: string, elsewhere: string): Exchange[] {
  const [mine, theirs] = [exchangeOf(base, here), exchangeOf(base, elsewhere)];
  if (!mine) return [];
  const both = theirs ? changesOf(mine, base.length).map(changesOf(theirs, base.length)) : changesOf(mine, base.length);
  const found: Exchange[] = [];
  both.iterChanges((from, to, _from, _to, inserted) => found.push({ from, to, insert: stringOf(inserted) }));
  return found;
}

function changesOf({ from, to, insert }: Exchange, length: number): ChangeSet {
  return ChangeSet.of({ from, to, insert: Text.of(insert.split("\n")) }, length);
}

function stringOf(text: Text): string {
  return text.sliceString(0, text.length, "\n");
}

/** Makes exchanges, whose places are those of the text before, in a shared text. */
export function exchange(text: Y.Text, exchanges: readonly Exchange[]): void {
  for (const { from, to, insert } of [...exchanges].reverse()) {
    if (to > from) text.delete(from, to - from);
    if (insert) text.insert(from, insert);
  }
}

/** One file and the text that it is bound to. */
export interface Bound {
  path: string;
  text: Y.Text;
}

/** Keeps files and shared texts equal until it is stopped. */
export class Binding {
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly files: Files,
    bound: readonly Bound[],
    private readonly broken: () => void,
  ) {
    const texts = new Map(bound.map((each) => [each.path, each.text]));
    this.stops.push(
      files.onEdit((path, changes) => {
        const text = texts.get(path);
        if (text) this.send(text, changes);
      }),
    );
    for (const { path, text } of bound) {
      const observer = (event: Y.YTextEvent, transaction: Y.Transaction): void => {
        if (transaction.origin !== this) this.take(path, event);
      };
      text.observe(observer);
      this.stops.push(() => text.unobserve(observer));
    }
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  private send(text: Y.Text, changes: ChangeSet): void {
    text.doc?.transact(() => {
      changes.iterChanges((fromA, toA, fromB, _toB, inserted) => {
        if (toA > fromA) text.delete(fromB, toA - fromA);
        if (inserted.length > 0) text.insert(fromB, stringOf(inserted));
      });
    }, this);
  }

  private take(path: string, event: Y.YTextEvent): void {
    const changes: ChangeSpec[] = [];
    let place = 0;
    for (const { retain = 0, delete: deleted = 0, insert } of event.delta) {
      if (insert !== undefined && typeof insert !== "string") return this.broken();
      if (insert !== undefined) changes.push({ from: place, insert: Text.of(insert.split("\n")) });
      if (deleted > 0) changes.push({ from: place, to: place + deleted });
      place += retain + deleted;
    }
    this.files.take(path, changes);
  }
}
