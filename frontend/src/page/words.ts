/**
 * The interface's texts in the classroom's language. The page brings a catalog, loaded before any script of ours; English
 * needs none. Texts are found by name, so each stands here and there as a plain literal: see docs/howto/translate-the-interface.md.
 */
interface Catalog {
  gettext(text: string): string;
  ngettext(one: string, many: string, count: number): string;
}

type Values = Record<string, string | number>;

const catalog = (globalThis as { django?: Catalog }).django;

/** A text with its holes filled: `translate("Line %(line)s", { line: 3 })`. */
export function translate(text: string, values: Values = {}): string {
  return filled(catalog?.gettext(text) ?? text, values);
}

/** The form that fits the count, which fills the hole `%(count)s`. */
export function translatePlural(one: string, many: string, count: number, values: Values = {}): string {
  return filled(catalog?.ngettext(one, many, count) ?? (count === 1 ? one : many), { count, ...values });
}

function filled(text: string, values: Values): string {
  return text.replace(/%\((\w+)\)s/g, (hole, name: string) => String(values[name] ?? hole));
}

/** A small number as a word. */
export function numberWord(count: number): string {
  return NUMBERS[count] ?? String(count);
}

const NUMBERS = [
  translate("no"),
  translate("one"),
  translate("two"),
  translate("three"),
  translate("four"),
  translate("five"),
  translate("six"),
  translate("seven"),
  translate("eight"),
  translate("nine"),
  translate("ten"),
  translate("eleven"),
  translate("twelve"),
];
