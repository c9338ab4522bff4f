/** A dot that follows the mouse, as a laser pointer does. */
import { need } from "../page/dom.ts";

export class Laser {
  private readonly dot = need("#laser");

  constructor() {
    addEventListener("pointermove", (event) => this.moveTo(event.clientX, event.clientY), { passive: true });
  }

  toggle(): boolean {
    this.dot.hidden = !this.dot.hidden;
    document.body.classList.toggle("with-laser", !this.dot.hidden);
    return !this.dot.hidden;
  }

  private moveTo(x: number, y: number): void {
    if (!this.dot.hidden) this.dot.style.transform = `translate(${x}px, ${y}px)`;
  }
}
