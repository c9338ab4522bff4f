/** What the server says about a program at work. */

export interface ProgramData {
  lab: string;
  /** Where the program is seen; empty if this browser could not find it. */
  origin: string;
  /** The path that shows something. */
  front: string;
  urls: { start: string; stop: string };
  sockets: { requests: string; terminal: string };
}

export interface Started {
  origin: string;
  entry: string;
  phase: string;
}

export interface ProgramNews {
  type: "program";
  phase: "starting" | "running" | "failed" | "over";
  words: string;
  /** The end of what it has printed so far. */
  printed: string;
  is_cut: boolean;
}

export interface RequestAnswer {
  number: number;
  /** The bytes, in base64; missing if there are none, and then `words` say why. */
  answer?: string;
  words?: string;
  milliseconds: number;
  is_cut: boolean;
}

export interface TerminalNews {
  type: "open" | "over" | "note";
  words: string;
}
