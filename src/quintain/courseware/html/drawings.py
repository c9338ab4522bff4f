"""Scripts of exhibits for pages that are opened as files, which may load no modules.

A drawing is a module that the bundler has written: it imports names of the kit, and nothing else, and exports as its
default a function. Here it becomes a classic script that hands the same function to the script of the page.
"""

import json
import re
from typing import Final

from quintain.courseware.errors import BuildFailed
from quintain.packs.model.exhibit import Exhibit

# As esbuild writes them when it minifies; one import for each file of the drawing, wherever that file's code begins.
IMPORT: Final = re.compile(r'import\{(?P<names>[^{}]*)\}from"quintain/exhibits";')
EXPORT: Final = re.compile(r"export\{(?P<names>[^{}]*)\};?\s*\Z")
NAMED: Final = re.compile(r"(?P<name>[\w$]+)(?: as (?P<alias>[\w$]+))?")


def classic_script(exhibit: Exhibit) -> str:
    """Return the drawing of an exhibit as a script that calls ``quintain.draw`` with its name and a function.

    Raises:
        BuildFailed: The script is no module as the bundler writes one.

    """
    body, exported = _without_export(exhibit)
    names = ",".join(_destructured(match["names"]) for match in IMPORT.finditer(body))
    body = IMPORT.sub("", body)
    head, _, _ = exhibit.drawing.partition("\n")  # the mark of what it was made of
    name = json.dumps(exhibit.slug)
    kit = f"const{{{names}}}=kit;" if names else ""
    return f'{head}\nquintain.draw({name},function(kit){{"use strict";{kit}{body}\nreturn {exported};}});\n'


def _without_export(exhibit: Exhibit) -> tuple[str, str]:
    """Return a module without its last statement, and the name that it exports as its default."""
    found = EXPORT.search(exhibit.drawing)
    for each in NAMED.finditer(found["names"]) if found else ():
        if found and each["alias"] == "default":
            return exhibit.drawing[: found.start()], each["name"]
    raise BuildFailed(
        f"The script of the exhibit {exhibit.slug} does not end with its default export.",
        f"Bundle it again: quintain bundle {exhibit.slug}",
    )


def _destructured(names: str) -> str:
    """Return the names of an import as a pattern takes them out of an object."""
    return ",".join(f"{each['name']}:{each['alias'] or each['name']}" for each in NAMED.finditer(names))
