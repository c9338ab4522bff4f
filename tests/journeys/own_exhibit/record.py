import platform
from xml.etree import ElementTree as ET


def record():
    sizes = [len(repr("a" * letters)) for letters in range(5)]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "sizes": sizes,
        "tables": [
            {"title": "Sizes", "columns": ["letters", "characters"], "rows": [list(row) for row in enumerate(sizes)]}
        ],
    }


def draw(data):
    words = f"Four letters become {data['sizes'][4]} characters."
    svg = ET.Element("svg", {"class": "readers", "width": "680", "viewBox": "0 0 680 120", "aria-label": words})
    for letters, characters in enumerate(data["sizes"]):
        place = {"x": str(letters * 60), "y": str(110 - characters * 15), "width": "40", "height": str(characters * 15)}
        ET.SubElement(svg, "rect", {"class": "sound", **place})
    return ET.tostring(svg, encoding="unicode", xml_declaration=False) + "\n"
