/**
 * What the drawing of an exhibit imports, as "quintain/exhibits", wherever its pack lies; docs/howto/make-an-exhibit.md
 * describes each part. Drawings were built against these names by people whom we do not know: add to them, and neither
 * rename one, nor take one away, nor ask for another argument.
 */
export { type Child, h, icon, s } from "../page/dom.ts";
export {
  answer,
  branch,
  button,
  type Cell,
  type Choice,
  field,
  type Player,
  player,
  type Slider,
  segments,
  slider,
  strip,
  type Tone,
} from "./controls.ts";
export { type Exhibit, type Make, STACK_BELOW } from "./frame.ts";
export { duration, withMinusSign } from "./numbers.ts";
export { bits, type Outcome, outcomes, switches } from "./outcomes.ts";
