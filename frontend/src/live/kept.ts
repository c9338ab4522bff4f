/** A text that a browser keeps until the server has it. */

export interface Kept {
  /** The learner and the lab. */
  owner: string;
  path: string;
  tab: string;
  /** Counts the texts of a tab. */
  sequence: number;
  text: string;
  /** The server's revision on which it was typed. */
  revision: number;
  at: number;
}

/** A text of a tab that is gone, and how to delete it from where it is. */
export interface Left {
  kept: Kept;
  forget(): Promise<void>;
}

/** Returns null where a browser refuses what is attempted. */
export function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}
