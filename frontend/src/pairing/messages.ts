/** What the server sends. `just messages` writes this file from src/quintain/coedit/messages.py: change that one. */

export type Role = "student" | "instructor";

/** A file of the instructor's editor; one that is not shared is `editable` for nobody. */
export interface SharedFile {
  path: string;
  text: string;
  original: string;
  editable: boolean;
  language: string;
}

/** The page of the instructor; `waits` until the student has answered. */
export interface PairData {
  socket: string;
  waits: boolean;
  files: SharedFile[];
}

/** The first message of a socket: who the reader is, and which texts there are. */
export interface Hello {
  type: "hello";
  role: Role;
  may_type: boolean;
  files: string[];
}

/** Who is in the editor now. */
export interface Here {
  type: "here";
  student: boolean;
  instructor: boolean;
}

/** Where the other's selection begins and ends, as relative positions of Yjs in base64; nowhere without a file. */
export interface Caret {
  type: "caret";
  role: Role;
  file: string | null;
  anchor: string;
  head: string;
}

/** How many of the reader's updates the server has stored. */
export interface Kept {
  type: "saved";
  count: number;
}

/** The student has answered, or it is over. */
export interface Turn {
  type: "answered" | "ended";
}

/** The student's terminal has ended, and how; or the student has none. */
export interface TerminalOver {
  type: "terminal-over";
  words: string;
}

export type Message = Hello | Here | Caret | Kept | Turn | TerminalOver;
