/** What Windows opens for a name, as names.py of the lesson has it; a test compares both for the names of the exhibit. */

export interface Disk {
  folder: string;
  /** Each file with its short name. */
  files: Record<string, string>;
  devices: string[];
  secret: string;
}

export type Kind = "file" | "stream" | "device" | "outside" | "network" | "folder" | "missing" | "invalid";

export interface Opened {
  kind: Kind;
  what: string;
}

const INVALID = /[<>"|?*\p{Cc}]/u;
const RESERVED = /[<>"|?*:\p{Cc}]/u;
const SIMPLE = /^[a-z0-9][a-z0-9_-]{0,59}\.txt$/;
const DEFAULT_STREAM = ":$DATA";

/** The folder and the name, joined as ntpath.join does. */
export function join(disk: Disk, name: string): string {
  const path = name.replaceAll("/", "\\");
  const drive = disk.folder.slice(0, 2);
  if (path.startsWith("\\\\")) return path;
  if (path.startsWith("\\")) return drive + path;
  if (path[1] !== ":") return `${disk.folder}\\${path}`;
  const sameDrive = path.slice(0, 2).toLowerCase() === drive.toLowerCase();
  if (path[2] === "\\" || !sameDrive) return path;
  return `${path.slice(0, 2)}${disk.folder.slice(2)}\\${path.slice(2)}`;
}

/** A path with a drive, without ``.``, ``..`` and doubled separators, as ntpath.normpath has it. */
export function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.slice(2).split("\\")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `${path.slice(0, 2)}\\${parts.join("\\")}`;
}

export function opened(disk: Disk, name: string): Opened {
  let path = join(disk, name);
  if (path.startsWith("\\\\.\\") || path.startsWith("\\\\?\\")) return { kind: "device", what: path };
  if (path.startsWith("\\\\")) return { kind: "network", what: path };
  const device = stemOf(path.slice(2).split("\\").at(-1) ?? "");
  if (disk.devices.includes(device)) return { kind: "device", what: device };
  if (path[2] !== "\\") return { kind: "outside", what: path };
  path = normalize(path).replace(/[. ]+$/, "");
  if (path.toLowerCase() === disk.folder.toLowerCase()) return { kind: "folder", what: disk.folder };
  if (!isInside(disk, path)) return { kind: "outside", what: path };
  return lookUp(disk, path.slice(disk.folder.length + 1));
}

function stemOf(last: string): string {
  return (last.split(/[.:]/)[0] ?? "").replace(/ +$/, "").toUpperCase();
}

function isInside(disk: Disk, path: string): boolean {
  return path.toLowerCase().startsWith(`${disk.folder}\\`.toLowerCase());
}

function lookUp(disk: Disk, path: string): Opened {
  const colon = path.indexOf(":");
  const file = colon < 0 ? path : path.slice(0, colon);
  let stream = colon < 0 ? "" : path.slice(colon + 1);
  const isWhole = stream.toUpperCase().endsWith(DEFAULT_STREAM);
  if (isWhole) stream = stream.slice(0, -DEFAULT_STREAM.length);
  const hasNoName = colon >= 0 && !isWhole && stream === "";
  if (INVALID.test(path) || /[\\:]/.test(stream) || hasNoName) return { kind: "invalid", what: path };
  for (const [long, short] of Object.entries(disk.files))
    if ([long, short.toLowerCase()].includes(file.toLowerCase()))
      return stream ? { kind: "stream", what: `${stream} of ${long}` } : { kind: "file", what: long };
  return { kind: "missing", what: path };
}

/** The three checks of the lesson, by name. */
export const CHECKS: Record<string, (disk: Disk, name: string) => boolean> = {
  contained,
  unreserved: (disk, name) => contained(disk, name) && !isReserved(disk, name),
  allowlist: (disk, name) => name !== disk.secret && SIMPLE.test(name) && !disk.devices.includes(stemOf(name)),
};

function contained(disk: Disk, name: string): boolean {
  const path = join(disk, name);
  if (name === disk.secret || path.startsWith("\\\\") || path[2] !== "\\") return false;
  const plain = normalize(path);
  return plain.toLowerCase() === disk.folder.toLowerCase() || isInside(disk, plain);
}

/** ntpath.isreserved of a name that is no network path. */
function isReserved(disk: Disk, name: string): boolean {
  const path = name.replaceAll("/", "\\");
  const parts = (path[1] === ":" ? path.slice(2) : path).split("\\");
  return parts.some((part) => {
    if (part.endsWith(".") || part.endsWith(" ")) return part !== "." && part !== "..";
    const stem = (part.split(".")[0] ?? "").replace(/ +$/, "").toUpperCase();
    return RESERVED.test(part) || disk.devices.includes(stem);
  });
}
