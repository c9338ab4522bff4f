/** The page after a proof: the arm swings once for each proof, never again on a later visit. */
import { calm, find } from "./dom.ts";

export function startProof(): void {
  const figure = find<SVGElement>(".yard .figure");
  const proof = figure?.dataset["proof"];
  if (!figure || !proof || calm() || localStorage.getItem("swung") === proof) return;
  localStorage.setItem("swung", proof);
  figure.classList.add("swing");
  figure.addEventListener("click", () => figure.classList.remove("swing"), { once: true });
}
