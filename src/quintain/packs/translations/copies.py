"""Translated copies of a pack's files, as some translators prefer to write them, matched with their originals.

A copy of a Markdown file has the same blocks in the same order. Values of TOML are in a JSON object of translations by
their originals, ``lab.toml.json`` for ``lab.toml``.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path, PurePosixPath

from quintain.packs.folders import Unreadable, read_text
from quintain.packs.model.pack import Pack
from quintain.packs.problems import Problem, ProblemCollector
from quintain.packs.translations.messages import sources_of, texts_of
from quintain.packs.translations.units import units_of


def read_copies(pack: Pack, folder: Path) -> tuple[Mapping[PurePosixPath, Mapping[str, str]], Sequence[Problem]]:
    """Read a folder of translated copies.

    Args:
        pack: as loaded, not joined to another.
        folder: it has the copies under the paths of their originals; what is missing there is left out.

    Returns:
        The translations by their originals, by catalogs such as ``lessons/redos``, and what cannot be used.

    Raises:
        Unreadable: A file of the pack has gone since it was loaded.

    """
    found: dict[PurePosixPath, dict[str, str]] = {}
    problems: list[Problem] = []
    for catalog, source in sources_of(pack).items():
        translations: dict[str, str] = {}
        for name, text in texts_of(pack, catalog).items():
            copy = folder / catalog / name
            if copy.exists():
                collector = ProblemCollector("translation", PurePosixPath(catalog, name))
                translations |= _matched(text, copy, collector)
                problems += collector.problems
        values = folder / f"{source.file}.json"
        if values.exists():
            collector = ProblemCollector("translation", PurePosixPath(f"{source.file}.json"))
            translations |= dict(_values(values, collector))
            problems += collector.problems
        if translations:
            found[catalog] = translations
    return found, problems


def _matched(text: str, copy: Path, collector: ProblemCollector) -> Mapping[str, str]:
    """Return the translations of a copy's blocks; of none if it has other blocks than its original."""
    try:
        translated = read_text(copy)
    except Unreadable as error:
        collector.add("translation.E015", error.message, line=error.line)
        return {}
    pairs = list(zip_longest(units_of(text), units_of(translated)))
    for ours, theirs in pairs:
        if ours is None or theirs is None or ours.kind is not theirs.kind:
            wanted = f"{ours.kind} {ascii(ours.text)[:60]}" if ours else "end of the file"
            remedy = "Give the copy the same blocks in the same order."
            line = theirs.first + 1 if theirs else None
            collector.add("translation.E013", f"The copy does not have the {wanted} here.", line=line, remedy=remedy)
            return {}
    return {ours.text: theirs.text for ours, theirs in reversed(pairs)}


def _values(path: Path, collector: ProblemCollector) -> Iterator[tuple[str, str]]:
    try:
        values = json.loads(read_text(path))
    except Unreadable as error:
        collector.add("translation.E015", error.message, line=error.line)
        return
    except (ValueError, RecursionError) as error:
        collector.add("translation.E015", f"This is not JSON: {error}.")
        return
    if not isinstance(values, dict):
        collector.add("translation.E015", "The file must hold one object of translations by their originals.")
        return
    yield from ((text, said) for text, said in values.items() if isinstance(said, str))
