"""What translators work on: catalogs made of a pack's messages, filled, and counted."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

import polib

from quintain.packs.building import cut, suggestion
from quintain.packs.folders import LITTER
from quintain.packs.model.pack import Pack
from quintain.packs.problems import Problem, ProblemCollector
from quintain.packs.translations.applying import languages_of, translate_pack
from quintain.packs.translations.catalogs import (
    ENDING,
    FOLDER,
    LANGUAGE,
    CatalogUnfit,
    is_there,
    path_of,
    read_entries,
    shown_path,
)
from quintain.packs.translations.messages import Message, messages_of
from quintain.packs.translations.rules import faults_in

NEAR: Final = 0.6
"""How like an old message a new one must be to begin with its translation, as fuzzy."""


@dataclass(frozen=True, slots=True)
class CatalogFile:
    """How far a catalog is: ``stale`` are messages that have changed since they were translated."""

    path: PurePosixPath
    messages: int
    translated: int
    stale: int
    exists: bool = True

    @property
    def missing(self) -> int:
        """How many messages nobody has translated."""
        return self.messages - self.translated - self.stale


def progress_of(pack: Pack, language: str) -> tuple[Sequence[CatalogFile], Sequence[Problem]]:
    """Tell how far each catalog of a language is, and what is wrong with the catalogs.

    Raises:
        Unreadable: A file of the pack has gone since it was loaded.

    """
    messages = messages_of(pack)
    files: list[CatalogFile] = []
    for catalog, wanted in messages.items():
        path = path_of(pack.root, language, catalog)
        with suppress(CatalogUnfit):  # which the translated pack tells of
            exists = path.exists()
            entries = read_entries(path, language) if exists else polib.POFile()
            files.append(replace(_counted(shown_path(language, catalog), entries, wanted), exists=exists))
    return files, _problems(pack, language, {str(each) for each in messages})


def problems_of(pack: Pack) -> Sequence[Problem]:
    """Return everything that is wrong with the translations of a pack, in all languages.

    Args:
        pack: as loaded, not joined to another.

    Raises:
        Unreadable: A file of the pack has gone since it was loaded.

    """
    languages = languages_of(pack.root)
    problems: list[Problem] = []
    with suppress(FileNotFoundError):
        for name in sorted(each.name for each in (pack.root / FOLDER).iterdir()):
            if name not in languages and name not in LITTER:
                collector = ProblemCollector("translation", PurePosixPath(FOLDER, name))
                collector.add("translation.E014", f"{ascii(name)[:60]} is no folder of a language.")
                problems += collector.problems
    catalogs = {str(each) for each in messages_of(pack)} if languages else set()
    return [*problems, *(problem for language in languages for problem in _problems(pack, language, catalogs))]


def _problems(pack: Pack, language: str, catalogs: set[str]) -> Sequence[Problem]:
    return [*translate_pack(pack, language)[1], *_strays(pack.root, language, catalogs)]


def _counted(path: PurePosixPath, entries: polib.POFile, wanted: Sequence[Message]) -> CatalogFile:
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in entries if not entry.obsolete}
    found = [known.get((each.context, each.text)) for each in wanted]
    translated = sum(
        entry is not None and entry.translated() and not any(faults_in(each.text, entry.msgstr, each.kind))
        for each, entry in zip(wanted, found, strict=True)
    )
    stale = sum(entry is not None and entry.fuzzy for entry in found)
    return CatalogFile(path, len(wanted), translated, stale)


def _strays(root: Path, language: str, catalogs: set[str]) -> Iterator[Problem]:
    """Yield a problem for each file among the catalogs of a language that belongs to no part of the pack."""
    folder = root / FOLDER / language
    for top, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(top) / name).is_symlink()]
        for name in sorted([*files, *links]):
            path = PurePosixPath((Path(top) / name).relative_to(folder).as_posix())
            if path.suffix != ENDING or str(path.with_suffix("")) not in catalogs:
                collector = ProblemCollector("translation", PurePosixPath(FOLDER, language) / path)
                collector.add("translation.W001", "No part of the pack belongs to this file.")
                yield from collector.problems


@dataclass(frozen=True, slots=True)
class Extracted:
    """What extracting has changed: the catalogs that were written, and how many messages are new or have changed."""

    written: tuple[PurePosixPath, ...]
    new: int
    stale: int


def extract(pack: Pack, language: str, only: Sequence[str] = (), *, with_new: bool = True) -> Extracted:
    """Write the messages of a pack into its catalogs of a language, and keep what they have.

    A message that has changed keeps its translation, marked as fuzzy; one that has gone becomes obsolete.

    Args:
        pack: as loaded, not joined to another.
        language: de, pt-BR and the like.
        only: catalogs such as ``lessons/redos``; all if there are none.
        with_new: whether catalogs are written that are not there yet.

    Raises:
        CatalogUnfit: A catalog that is there cannot be read, or the pack has none of a name.
        Unreadable: A file of the pack has gone since it was loaded.
        OSError: A catalog cannot be written.

    """
    if not LANGUAGE.fullmatch(language):
        raise CatalogUnfit(f"A language is written as de or pt-BR, not as {cut(language)}.")
    written: list[PurePosixPath] = []
    new = stale = 0
    messages = messages_of(pack)
    for name in only:
        if PurePosixPath(name) not in messages:
            raise CatalogUnfit(f"The pack has no catalog {cut(name)}.{suggestion(name, map(str, messages))}")
    for catalog, wanted in messages.items():
        path = path_of(pack.root, language, catalog)
        exists = is_there(path)
        if (only and str(catalog) not in only) or not (exists or with_new):
            continue
        entries = read_entries(path, language) if exists else None
        updated = _updated(entries, wanted, language)
        new += sum(not entry.msgstr for entry in updated)
        stale += sum(entry.fuzzy for entry in updated)
        if save(updated, path):
            written.append(shown_path(language, catalog))
    return Extracted(tuple(written), new, stale)


def save(entries: polib.POFile, path: Path) -> bool:
    """Write a catalog as a whole; returns whether it differs from what was there.

    Raises:
        OSError: It cannot be written.

    """
    text = f"{entries}\n"
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(path)
    return True


def take(pack: Pack, language: str, translations: Mapping[PurePosixPath, Mapping[str, str]]) -> Sequence[Problem]:
    """Put translations into the catalogs of a pack; those that break a rule are left out and returned as problems.

    Args:
        pack: as loaded, not joined to another.
        language: de, pt-BR and the like.
        translations: translations by their originals, by catalogs such as ``lessons/redos``.

    Raises:
        CatalogUnfit, Unreadable, OSError: As `extract`.

    """
    extract(pack, language, tuple(map(str, translations)))
    problems: list[Problem] = []
    kinds = {
        catalog: {(message.context, message.text): message.kind for message in messages}
        for catalog, messages in messages_of(pack).items()
    }
    for catalog, found in translations.items():
        path = path_of(pack.root, language, catalog)
        collector = ProblemCollector("translation", shown_path(language, catalog))
        entries = read_entries(path, language)
        for entry in entries:
            text = found.get(entry.msgid)
            kind = kinds.get(catalog, {}).get((entry.msgctxt or "", entry.msgid))
            if text is None or kind is None or entry.obsolete:
                continue
            if faults := list(faults_in(entry.msgid, text, kind)):
                for fault in faults:
                    collector.add("translation.E012", f"The translation of {ascii(entry.msgid)[:60]} {fault}.")
                continue
            entry.msgstr = text
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            entry.previous_msgid = entry.previous_msgctxt = None
        save(entries, path)
        problems += collector.problems
    return problems


def _updated(old: polib.POFile | None, wanted: Sequence[Message], language: str) -> polib.POFile:
    """Return a catalog with the wanted messages in their order, and the translations that it had before."""
    updated = polib.POFile(wrapwidth=0)
    updated.metadata = dict(old.metadata) if old is not None else {}
    updated.metadata |= {
        "Language": language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    before = list(old) if old is not None else []
    exact = {(entry.msgctxt or "", entry.msgid): entry for entry in before}
    by_text = {entry.msgid: entry for entry in before if entry.msgstr and not entry.fuzzy}
    wanted_now = {(each.context, each.text) for each in wanted}
    gone = [entry for entry in before if (entry.msgctxt or "", entry.msgid) not in wanted_now and entry.msgstr]
    for message in wanted:
        entry = _entry(message)
        known = exact.get((message.context, message.text)) or by_text.get(message.text)
        if known is not None and known.msgstr:
            entry.msgstr = known.msgstr
            entry.tcomment = known.tcomment
            entry.flags = list(known.flags)
            entry.previous_msgid = known.previous_msgid
        elif near := _near(message, gone):
            entry.msgstr, entry.previous_msgid = near.msgstr, near.msgid
            entry.flags = ["fuzzy"]
            gone.remove(near)
        updated.append(entry)
    texts = {each.text for each in wanted}
    for entry in gone:
        if entry.msgid not in texts:
            entry.obsolete = True
            entry.occurrences, entry.comment = [], ""
            updated.append(entry)
    return updated


def _entry(message: Message) -> polib.POEntry:
    return polib.POEntry(
        msgid=message.text,
        msgctxt=message.context or None,
        comment="" if message.context else message.kind,
        occurrences=[(message.file, "")],
    )


def _near(message: Message, gone: Sequence[polib.POEntry]) -> polib.POEntry | None:
    """Return the message that has gone and is most like a new one, if any is like it."""
    from difflib import SequenceMatcher  # noqa: PLC0415  only who extracts needs it

    best: tuple[float, polib.POEntry] | None = None
    for entry in gone:
        if message.context and entry.msgctxt == message.context:
            return entry
        matcher = SequenceMatcher(None, entry.msgid, message.text, autojunk=False)
        least = best[0] if best else NEAR
        if (
            bool(message.context) is bool(entry.msgctxt)
            and min(matcher.real_quick_ratio(), matcher.quick_ratio()) > least
            and (ratio := matcher.ratio()) > least
        ):
            best = ratio, entry
    return best[1] if best else None
