// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has no shape of its own.
const SHAPELESS = /[\0-\x08\x0b-\x1f\x7f]/g;

/** Writes what has no shape of its own as a small sign; an ordinary end of line is one. */
export function visible(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(SHAPELESS, (sign) => (sign === "\x7f" ? "\u2421" : String.fromCharCode(0x2400 + sign.charCodeAt(0))));
}
