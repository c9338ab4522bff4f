/** The lesson page: marks where the reader is in "On this page". */

export function startReading(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>(".on-page a")];
  if (links.length === 0) return;
  const places = new Map(links.map((link) => [document.getElementById(decodeURIComponent(link.hash.slice(1))), link]));
  const update = () => {
    let here: HTMLAnchorElement | undefined;
    for (const [place, link] of places) {
      if (place && place.getBoundingClientRect().top < innerHeight * 0.35) here = link;
    }
    here ??= links[0];
    for (const link of links) {
      if (link === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  addEventListener("scroll", update, { passive: true });
  update();
}
