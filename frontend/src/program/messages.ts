/** What the server sends. `just messages` writes this file from src/quintain/preview/messages.py: change that one. */

/** Where a program is started and stopped. */
export interface ProgramUrls {
  start: string;
  stop: string;
}

/** Where requests go, and the keys of the terminal. */
export interface ProgramSockets {
  requests: string;
  terminal: string;
}

/** The tabs. `origin` is empty if this browser finds no program; `front` is a path that shows something. `code` tells whose code runs; `example` is a whole request that the program answers. */
export interface ProgramData {
  lab: string;
  code: "saved" | "original";
  origin: string;
  front: string;
  example: string;
  urls: ProgramUrls;
  sockets: ProgramSockets;
}

/** A program that was started, and a way in that is good once. */
export interface Started {
  origin: string;
  entry: string;
  phase: string;
}

/** How a program is doing, and the end of what it has printed so far. */
export interface ProgramNews {
  code: "saved" | "original";
  phase: "starting" | "running" | "failed" | "over";
  words: string;
  printed: string;
  is_cut: boolean;
  type: "program";
}

/** What came back: bytes in base64, or None, and then `words` say why. `content_type` is the header that was added to what was typed, empty if none was. */
export interface RequestAnswer {
  number: number;
  answer: string | null;
  words: string;
  milliseconds: number;
  is_cut: boolean;
  content_type: string;
}

/** What happened to a terminal. */
export interface TerminalNews {
  type: "open" | "over" | "note";
  words: string;
}
