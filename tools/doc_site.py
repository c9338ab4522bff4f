"""Builds the site of the documentation: ``python tools/doc_site.py [--into FOLDER] [--repository URL]``.

The pages are those of ``docs/``, and README's sisters at the root. What leads to a file of the repository that is no
page becomes a link to ``--repository``, or, without one, loses its link. Zensical makes the pages, as pyproject.toml
pins it in the group ``docs``; what it made is then read again, and every link inside the site has to arrive.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

import uv

ROOT: Final = Path(__file__).resolve().parents[1]
DOCS: Final = ROOT / "docs"
LOCK: Final = ROOT / "tools" / "doc_site.txt"
LEFT_OUT: Final = frozenset({".py", ".pyc"})
OF_THE_ROOT: Final = ("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
SECTIONS: Final = {
    "tutorial": "Tutorial",
    "howto": "How to",
    "explanation": "Explanation",
    "reference": "Reference",
    "decisions": "Decisions",
}
FIRST: Final = ("howto/install.md", "howto/serve-the-classroom.md", "howto/run-a-class.md")
LINK: Final = re.compile(r"(?<!\\)(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^()\s]+)\)")
CODE: Final = re.compile(r"(`+).+?\1")
FENCE: Final = re.compile(r"^(```|~~~)")
ITEM: Final = re.compile(r"<p>[^<]*\n(?:[-*]|\d+\.) ")
CONFIGURATION: Final = """
[project]
site_name = "Quintain"
site_description = "A self-hosted classroom in which Python developers find, break and fix insecure code."
docs_dir = "docs"
site_dir = "site"
use_directory_urls = false
nav = {nav}

[project.theme]
language = "en"
font = false  # of the reader's own machine: pages ask nobody else for anything
features = ["content.code.copy", "navigation.indexes", "navigation.tabs", "navigation.top", "search.highlight"]

[[project.theme.palette]]
media = "(prefers-color-scheme: light)"
scheme = "default"
toggle = {{ icon = "lucide/moon", name = "Dark" }}

[[project.theme.palette]]
media = "(prefers-color-scheme: dark)"
scheme = "slate"
toggle = {{ icon = "lucide/sun", name = "Light" }}

[project.markdown_extensions.admonition]
[project.markdown_extensions.attr_list]
[project.markdown_extensions.md_in_html]
[project.markdown_extensions.tables]
[project.markdown_extensions.toc]
permalink = true
slugify = {{ object = "pymdownx.slugs.slugify", kwds = {{ case = "lower" }} }}
[project.markdown_extensions.pymdownx.highlight]
[project.markdown_extensions.pymdownx.superfences]
"""


def main(words: Sequence[str] | None = None) -> int:
    """Build the site, and print each link that does not arrive; exit status 1 if there is one."""
    parser = argparse.ArgumentParser(description="Builds the site of the documentation.")
    parser.add_argument("--into", type=Path, default=ROOT / ".quintain" / "site")
    parser.add_argument(
        "--repository", default="", help="Where files of the repository are shown, such as …/blob/main."
    )
    chosen = parser.parse_args(words)
    into = chosen.into.absolute()
    staged = ROOT / ".quintain" / "site-source"
    shutil.rmtree(staged, ignore_errors=True)
    stage(staged, chosen.repository.rstrip("/"))
    if build(staged):
        return 1
    shutil.rmtree(into, ignore_errors=True)
    shutil.move(staged / "site", into)
    wrong = [*faults_of(into)]
    for line in wrong:
        print(line)
    if not wrong:
        print(into / "index.html")
    return 1 if wrong else 0


def stage(staged: Path, repository: str = "") -> None:
    """Write what Zensical reads: the pages, with links that stay in the site, and its configuration."""
    pages = staged / "docs"
    shutil.copytree(DOCS, pages, ignore=shutil.ignore_patterns("__pycache__"))
    for name in OF_THE_ROOT:
        shutil.copyfile(ROOT / name, pages / name)
    for page in sorted(pages.rglob("*.md")):
        place = page.relative_to(pages).as_posix()
        source = PurePosixPath(place) if place in OF_THE_ROOT else PurePosixPath("docs", place)
        page.write_text(rewrite(page.read_text("utf-8"), source, repository), "utf-8")
    text = CONFIGURATION.format(nav=navigation(pages))
    (staged / "zensical.toml").write_text(text, "utf-8")


def rewrite(text: str, source: PurePosixPath, repository: str) -> str:
    """Return a page's Markdown with the links of the site; those in code stay as they are."""
    lines, is_code = [], False
    for line in text.split("\n"):
        if FENCE.match(line.lstrip()):
            is_code = not is_code
        lines.append(line if is_code else _with_links(line, source, repository))
    return "\n".join(lines)


def _with_links(line: str, source: PurePosixPath, repository: str) -> str:
    code = [range(*found.span()) for found in CODE.finditer(line)]

    def lead(match: re.Match[str]) -> str:
        mark, words, target = match.groups()
        place = _place_in_site(source, target)
        if place is None or any(match.start() in each for each in code):
            return match[0]
        if place:
            return f"{mark}[{words}]({place})"
        file = os.path.normpath(source.parent / urlsplit(target).path)
        return f"[{words}]({repository}/{file})" if repository else words

    return LINK.sub(lead, line)


def _place_in_site(source: PurePosixPath, target: str) -> str | None:
    """Return where a link leads in the site: None if it stays as it is, nothing if it leads out of the pages."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    file = os.path.normpath(source.parent / unquote(parts.path))
    if file in {"README.md", "."}:
        inside = "index.md"
    elif file in OF_THE_ROOT:
        inside = file
    elif file == "docs/decisions":
        inside = "decisions/index.md"
    elif file.startswith("docs/") and (ROOT / file).is_file():
        inside = file.removeprefix("docs/")
    else:
        return ""
    here = str(source.parent).removeprefix("docs").removeprefix("/") or "."
    return os.path.relpath(inside, here) + (f"#{parts.fragment}" if parts.fragment else "")


def title_of(page: Path) -> str:
    """Return the heading of a page."""
    found = re.search(r"^# (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return found[1].replace("`", "") if found else page.stem


def navigation(pages: Path) -> str:
    """Return the table of contents as TOML, and write the page that lists the decisions."""
    rows = []
    decisions = sorted((pages / "decisions").glob("0*.md"))
    index = "".join(f"- [{title_of(page)}]({page.name})\n" for page in decisions)
    (pages / "decisions" / "index.md").write_text(
        f"# Decisions\n\nWhat is hard to reverse, each with its reasons and what was given up.\n\n{index}", "utf-8"
    )
    for folder, name in SECTIONS.items():
        found = [f"{folder}/{page.name}" for page in sorted((pages / folder).glob("*.md"), key=title_of)]
        found.sort(key=lambda place: (place not in FIRST, FIRST.index(place) if place in FIRST else 0))
        if folder == "decisions":
            found = [f"{folder}/index.md", *(f"{folder}/{page.name}" for page in decisions)]
        listed = ", ".join(_entry(title_of(pages / place), place) for place in found)
        rows.append(f"{{ {json.dumps(name)} = [{listed}] }}")
    project = ", ".join(_entry(title_of(pages / name), name) for name in OF_THE_ROOT)
    home = _entry("Quintain", "index.md")
    return f"[{home}, {', '.join(rows)}, {{ Project = [{project}] }}]"


def _entry(title: str, place: str) -> str:
    return f"{{ {json.dumps(title, ensure_ascii=False)} = {json.dumps(place)} }}"


def build(staged: Path) -> int:
    """Run Zensical in an environment of its own, with what the lock names; return its exit status."""
    command = (uv.find_uv_bin(), "run", "--quiet", "--isolated", "--no-project", "--python", sys.executable)
    words = ("--with-requirements", str(LOCK), "zensical", "build", "--clean", "--strict")
    environment = {"UV_SYSTEM_CERTS": "1"} | {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    done = subprocess.run((*command, *words), cwd=staged, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
    return done.returncode


@dataclass(slots=True)
class _Read:
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects ids, and all that a page asks for or leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.read = _Read()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if found := given.get("id") or (given.get("name") if tag == "a" else None):
            self.read.ids.add(found)
        if tag == "link" and given.get("rel") == "canonical":
            return
        for name in ("href", "src", "srcset", "poster"):  # our pages name one picture in a srcset
            if target := given.get(name):
                self.read.links.append(target)


def faults_of(site: Path) -> Iterator[str]:
    """Yield each link that does not arrive in a built site, and each list that became a paragraph."""
    read: dict[Path, _Read] = {}
    for page in sorted(site.rglob("*.html")):
        reader = _Reader()
        text = page.read_text("utf-8")
        reader.feed(text)
        read[page] = reader.read
        for found in ITEM.finditer(text):
            yield f"{page.relative_to(site)}: a list needs an empty line before it: {' '.join(found[0].split())[-60:]}"
    for page, found_in_page in read.items():
        for link in found_in_page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or page.name == "404.html":
                continue
            target = page.parent / unquote(parts.path) if parts.path else page
            target = Path(os.path.normpath(target / "index.html" if target.is_dir() else target))
            if not target.is_file():
                yield f"{page.relative_to(site)}: {link} leads nowhere"
            elif parts.fragment and target in read and unquote(parts.fragment) not in read[target].ids:
                yield f"{page.relative_to(site)}: {link} names a heading that is not there"


if __name__ == "__main__":
    sys.exit(main())
