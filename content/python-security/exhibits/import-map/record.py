"""Import four modules, each in a new process, and list the native files that are then in its memory.

It needs Linux, and the packages cryptography, numpy and psycopg[binary]. What is inside a file is found by the text with
which each library names its version.
"""

import json
import platform
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

IMPORTS = {
    "ssl": "ssl",
    "cryptography": "cryptography.hazmat.bindings._rust",
    "psycopg": "psycopg",
    "numpy": "numpy",
}
VERSIONS = {
    "OpenSSL": re.compile(rb"OpenSSL (\d+\.\d+\.\d+) +\d+ \w+ \d{4}"),
    "Kerberos": re.compile(rb"krb5-(\d+\.\d+\.\d+)"),
    "OpenBLAS": re.compile(rb"OpenBLAS +(\d+\.\d+\.\d+)"),
    "zlib": re.compile(rb"(?:de|in)flate (\d+\.\d+(?:\.\d+)?) Copyright"),
    "bzip2": re.compile(rb"(\d\.\d\.\d), \d+-\w{3}-\d{4}"),
}
LIST = "from pathlib import Path; print(Path('/proc/self/maps').read_text())"
ORIGINS = {"system": "the system", "python": "Python", "wheel": "a wheel"}


def mapped(module: str) -> set[Path]:
    """Return the native files in the memory of a new process that has imported a module."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import {module}; {LIST}"], check=True, capture_output=True, text=True
    )
    lines = (line.split(maxsplit=5) for line in done.stdout.splitlines())
    return {Path(line[5]) for line in lines if len(line) == 6 and ".so" in line[5]}


def origin_of(file: Path) -> tuple[str, str]:
    """Say who brought a file, and its name: (system, python or wheel, name of the wheel's folder)."""
    if "site-packages" in file.parts:
        inside = file.parts[file.parts.index("site-packages") + 1 :]
        folder = inside[0].removesuffix(".libs").split(".")[0]
        return "wheel", {"_cffi_backend": "cffi"}.get(folder, folder)
    return ("python", "") if file.is_relative_to(sys.base_prefix) and sys.base_prefix != "/usr" else ("system", "")


def short(file: Path) -> str:
    """Return a file's name without the mark of its build: libssl.so.3 for libssl-6a9b88ec.so.3."""
    name = re.sub(r"-[0-9a-f]{8}(?=\.so)", "", file.name)
    return re.sub(r"\.cpython-\d+-[\w-]+(?=\.so)", "", name)


def inside(file: Path) -> list[list[str]]:
    """Name the libraries that a file contains, with their versions."""
    content = file.read_bytes()
    return [[name, found[1].decode()] for name, pattern in VERSIONS.items() if (found := pattern.search(content))]


def files_of(module: str) -> list[dict[str, object]]:
    """List what an import brings into memory, beyond what is there without it."""
    new = sorted(mapped(module) - mapped("sys"), key=lambda file: (origin_of(file), short(file)))
    return [
        {"name": short(file), "origin": origin_of(file)[0], "wheel": origin_of(file)[1], "inside": inside(file)}
        for file in new
    ]


def record() -> dict[str, object]:
    imports = [{"name": name, "files": files_of(module)} for name, module in IMPORTS.items()]
    versions = json.loads(
        subprocess.run(
            [
                sys.executable,
                "-I",
                "-c",
                "import json; from importlib.metadata import version as v; "
                "print(json.dumps([[n, v(n)] for n in ('cryptography', 'psycopg-binary', 'numpy')]))",
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    )
    said = ", ".join(f"{name} {version}" for name, version in versions)
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, {said}, {platform.machine()}",
        "imports": imports,
        "tables": [
            {
                "title": "Native files in memory after an import",
                "columns": ["import", "file", "comes with", "contains"],
                "rows": [
                    [
                        f"`{each['name']}`",
                        f"`{file['name']}`",
                        f"the wheel {file['wheel']}" if file["wheel"] else ORIGINS[file["origin"]],
                        ", ".join(" ".join(pair) for pair in file["inside"]) or "-",
                    ]
                    for each in imports
                    for file in each["files"]
                ],
            }
        ],
    }


def copies(files: list[dict], library: str) -> list[tuple[str, str, str]]:
    """List the copies of a library among files: (origin, wheel, version)."""
    return [
        (file["origin"], file["wheel"], version)
        for file in files
        for name, version in file["inside"]
        if name == library
    ]


def draw(data: dict) -> str:
    """Draw the imports, how many files each brings, and the copies of OpenSSL among them."""
    found = {copy for each in data["imports"] for copy in copies(each["files"], "OpenSSL")}
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "imports-still",
            "width": "680",
            "height": "266",
            "viewBox": "0 0 680 266",
            "aria-label": f"Four imports bring native files into one process, and among them are {len(found)} copies of OpenSSL.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write("import", 0, 18, "value")
    write("native files that come with it", 170, 18, "value")
    write("OpenSSL among them", 460, 18, "value")
    for row, each in enumerate(data["imports"]):
        y = 58 + 52 * row
        count = {kind: sum(file["origin"] == kind for file in each["files"]) for kind in ORIGINS}
        text = ", ".join(f"{count[kind]} of {title}" for kind, title in ORIGINS.items() if count[kind])
        write(each["name"], 0, y, "mono")
        ET.SubElement(svg, "line", {"class": "twig", "x1": "110", "x2": "162", "y1": f"{y - 4}", "y2": f"{y - 4}"})
        write(text, 170, y, "")
        for line, (origin, wheel, version) in enumerate(copies(each["files"], "OpenSSL")):
            at = y + 20 * line
            ET.SubElement(svg, "line", {"class": "twig", "x1": "418", "x2": "452", "y1": f"{y - 4}", "y2": f"{at - 4}"})
            text = f"{version}, wheel {wheel}" if wheel else f"{version}, {ORIGINS[origin]}"
            write(text, 460, at, "harm" if wheel else "sound")
    reached = sum(origin == "system" for origin, _, _ in found)
    write(f"An update of the system can change {reached} of {len(found)} copies of OpenSSL.", 170, 256, "harm")
    return ET.tostring(svg, encoding="unicode") + "\n"
