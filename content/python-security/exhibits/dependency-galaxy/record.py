"""Read the metadata of the environment in which Quintain runs, and find for each package a way from Quintain to it."""

import math
import platform
from collections import deque
from importlib.metadata import distributions
from xml.etree import ElementTree as ET

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = "quintain"
CENTRE, FIRST, RING, SPREAD = 340, 40, 90, 0.2


def needs(distribution, extras: set[str]) -> list[Requirement]:
    """Return what a distribution requires here, with these extras."""
    requirements = [Requirement(line) for line in distribution.requires or []]
    return [
        each
        for each in requirements
        if not each.marker or any(each.marker.evaluate({"extra": extra}) for extra in extras | {""})
    ]


def walk() -> list[dict]:
    """Go from Quintain to everything that it needs, level by level."""
    installed = {canonicalize_name(each.name): each for each in distributions()}
    way = {ROOT: [ROOT]}
    needed_by: dict[str, list[str]] = {ROOT: []}
    seen: set[tuple[str, frozenset[str]]] = set()
    todo = deque([(ROOT, frozenset())])
    while todo:
        name, extras = todo.popleft()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        for each in needs(installed[name], set(extras)):
            child = canonicalize_name(each.name)
            if child not in installed:
                continue
            way.setdefault(child, [*way[name], child])
            if name not in needed_by.setdefault(child, []):
                needed_by[child].append(name)
            todo.append((child, frozenset(each.extras)))
    return [
        {
            "name": name,
            "version": installed[name].version if name != ROOT else "",
            "depth": len(path) - 1,
            "way": path,
            "needed_by": sorted(needed_by[name]),
        }
        for name, path in sorted(way.items(), key=lambda item: (len(item[1]), item[1]))
    ]


def record() -> dict:
    packages = walk()
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": packages,
        "tables": [
            {
                "title": "Every package that Quintain needs, and what needs it",
                "columns": ["package", "version", "steps away", "needed by"],
                "rows": [
                    [f"`{each['name']}`", each["version"], each["depth"], ", ".join(each["needed_by"])]
                    for each in packages[1:]
                ],
            }
        ],
    }


def places(packages: list[dict]) -> dict[str, tuple[float, float]]:
    """Put each package on the ring of its depth, near the one that needs it."""
    angles: dict[str, float] = {}
    found = {}
    for each in packages:
        parent = each["way"][-2] if each["depth"] else ""
        same = [
            other
            for other in packages
            if other["depth"] == each["depth"] and (each["depth"] < 2 or other["way"][-2] == parent)
        ]
        place = same.index(each)
        if each["depth"] < 2:
            angle = 2 * math.pi * place / len(same)
        else:
            angle = angles[parent] + SPREAD * (place - (len(same) - 1) / 2)
        angles[each["name"]] = angle
        radius = FIRST + RING * each["depth"] if each["depth"] else 0
        found[each["name"]] = (CENTRE + radius * math.cos(angle), CENTRE + radius * math.sin(angle))
    return found


def draw(data: dict) -> str:
    """Draw a dot for each package on the ring of its depth, and a line to what needs it."""
    packages = data["packages"]
    deepest = max(each["depth"] for each in packages)
    size = CENTRE * 2
    direct = sum(each["depth"] == 1 for each in packages)
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "galaxy",
            "width": f"{size}",
            "height": f"{size}",
            "viewBox": f"0 0 {size} {size}",
            "aria-label": f"Quintain in the centre, {direct} packages that it names on the first ring, and {len(packages) - 1 - direct} that those bring with them further out.",
        },
    )
    at = places(packages)
    for each in packages[1:]:
        x, y = at[each["name"]]
        px, py = at[each["way"][-2]]
        ET.SubElement(
            svg, "line", {"class": "twig", "x1": f"{px:.1f}", "y1": f"{py:.1f}", "x2": f"{x:.1f}", "y2": f"{y:.1f}"}
        )
    for each in packages:
        x, y = at[each["name"]]
        kind = "sound" if each["depth"] < 2 else "harm"
        ET.SubElement(
            svg, "circle", {"class": kind, "cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "9" if each["depth"] == 0 else "6"}
        )
        anchor = "end" if x < CENTRE - 1 else ""
        ET.SubElement(
            svg, "text", {"class": anchor, "x": f"{x + (-9 if anchor else 9):.1f}", "y": f"{y + 4:.1f}"}
        ).text = each["name"]
    text = f"{direct} are named, {len(packages) - 1 - direct} come with them; the farthest is {deepest} steps away"
    ET.SubElement(svg, "text", {"class": "value", "x": "4", "y": "18"}).text = text
    return ET.tostring(svg, encoding="unicode") + "\n"
