/** What the program printed, below its frame: as text, whatever it is, and scrolled to its end unless somebody reads above. */
import { need } from "../page/dom.ts";
import type { ProgramNews } from "./messages.ts";
import { visible } from "./visible.ts";

const NEAR_PX = 8;

export class Printed {
  private readonly place = need("#program-printed");

  show({ printed, is_cut }: ProgramNews): void {
    const text = visible(printed);
    if (text !== this.place.textContent) this.fill(text);
    need("#program-printed-none").hidden = text !== "";
    need("#program-printed-cut").hidden = !is_cut;
  }

  private fill(text: string): void {
    const follows = this.place.scrollHeight - this.place.clientHeight - this.place.scrollTop < NEAR_PX;
    this.place.textContent = text;
    this.place.hidden = text === "";
    if (follows) this.place.scrollTop = this.place.scrollHeight;
  }
}
