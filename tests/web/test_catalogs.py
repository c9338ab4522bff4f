"""Translations that come with Quintain are complete, and mistakes in others are found."""

import json
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner, Result

from quintain.cli.translate import translate
from quintain.web import catalog_files
from quintain.web.catalog_files import (
    DOMAINS,
    CatalogUnfit,
    compile_catalog,
    languages_in,
    merge,
    problems_of,
    progress_of,
    read_catalog,
    read_translations,
)
from quintain.web.catalogs import CATALOGS, catalog_of, find_languages, has_catalog, locale_of
from tests.pseudo import interface_texts, script_texts

RENEW = "run: just translations; then translate what `quintain translate status` calls missing or fuzzy"
LOCALES = languages_in(CATALOGS)


def of_locale(locale: str, domain: str, ending: str = "po") -> Path:
    """Return one of Quintain's own catalogs."""
    return catalog_of(CATALOGS, locale.replace("_", "-"), domain, ending)


def test_german_comes_with_quintain() -> None:
    """The tests below have something to test."""
    assert "de" in LOCALES


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_a_translation_that_is_offered_is_complete(locale: str, domain: str) -> None:
    """No message is missing or fuzzy; placeholders, tags and plural forms are those of the original."""
    found = progress_of(CATALOGS, locale, domain)
    assert found.problems == ()
    assert found.is_complete, f"{found.missing} missing, {found.fuzzy} fuzzy; {RENEW}"
    assert found.translated > 100


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_a_translation_has_each_text_of_the_interface(locale: str, domain: str) -> None:
    """A new text is in the catalogs before it is merged."""
    texts = script_texts() if domain == "djangojs" else interface_texts()
    catalog = read_catalog(of_locale(locale, domain))
    known: set[tuple[str, ...]] = {
        (entry.msgid,) for entry in catalog
    }  # gettext takes the singular of one that has plural forms, too
    known |= {(entry.msgid, entry.msgid_plural) for entry in catalog if entry.msgid_plural}
    assert sorted(texts - known) == [], RENEW


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("domain", DOMAINS)
def test_what_the_server_reads_is_what_people_edit(locale: str, domain: str) -> None:
    """The compiled catalog is of the one beside it."""
    compiled = compile_catalog(read_catalog(of_locale(locale, domain)))
    assert of_locale(locale, domain, "mo").read_bytes() == compiled, "run: quintain translate compile"


@pytest.mark.parametrize(
    ("original", "translation", "problem"),
    [
        ("Line %(line)s", "Zeile %(line)s", None),
        ("Line %(line)s", "Zeile %(zeile)s", "placeholders"),
        ("Line %(line)s", "Zeile", "placeholders"),
        ("%(a)s %% of", "%(a)s %% von", None),
        ("%(a)s %% of", "%(a)s % von", "placeholders"),
        ("Open {address}", "Öffne {adresse}", "placeholders"),
        ("<b>Now</b>", "<b>Jetzt</b>", None),
        ("<b>Now</b>", "<b>Jetzt", "tags"),
        ("Now", "<script>alert(1)</script>", "tags"),
        ('<a href="%(url)s">it</a>', '<a href="javascript:%(url)s">es</a>', "tags"),
        (" for you", "für dich", "spaces"),
    ],
)
def test_what_a_translation_must_keep_is_compared(original: str, translation: str, problem: str | None) -> None:
    """A placeholder that is renamed would be an error on the page, and a tag that is new could be an attack."""
    found = list(problems_of(polib.POEntry(msgid=original, msgstr=translation), 2))
    assert found == [] if problem is None else any(problem in each for each in found)


def test_plural_forms_are_counted_and_compared() -> None:
    """The singular may leave out the number; other forms may not, and none may be missing."""
    entry = polib.POEntry(msgid="One line", msgid_plural="%(count)s lines")
    entry.msgstr_plural = {0: "Eine Zeile", 1: "%(count)s Zeilen"}
    assert list(problems_of(entry, 2)) == []
    entry.msgstr_plural = {0: "Eine Zeile", 1: "Zeilen"}
    assert list(problems_of(entry, 2)) == ["has other placeholders"]
    entry.msgstr_plural = {0: "Eine Zeile"}
    assert list(problems_of(entry, 2)) == ["has not 2 plural forms"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the two catalogs of a language, half done."""
    for domain in DOMAINS:
        place = catalog_of(tmp_path, "de", domain, "po")
        place.parent.mkdir(parents=True, exist_ok=True)
        catalog = polib.POFile()
        catalog.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
        catalog.append(polib.POEntry(msgid=f"Done in {domain}", msgstr="Fertig"))
        catalog.append(polib.POEntry(msgid="%(n)s line", msgid_plural="%(n)s lines"))
        catalog.append(polib.POEntry(msgid="Old text", msgstr="Alt", flags=["fuzzy"]))
        catalog.save(str(place))
    return tmp_path


def run(*arguments: str | Path) -> Result:
    """Run the command as a translator does."""
    return CliRunner().invoke(translate, [str(each) for each in arguments])


def test_status_counts_each_kind(folder: Path) -> None:
    """Translated, fuzzy and missing messages are three numbers; with --strict, incomplete ones fail."""
    result = run("status", "--locale", folder)
    assert result.exit_code == 0
    assert [line.split() for line in result.output.splitlines()[1:]] == [
        ["de", "django", "1", "1", "1", "0"],
        ["de", "djangojs", "1", "1", "1", "0"],
    ]
    assert run("status", "--locale", folder, "--strict").exit_code == 1
    assert run("status", "--strict").exit_code == 0


def test_merge_translates_and_compiles(folder: Path, tmp_path: Path) -> None:
    """What fits is taken into both catalogs; what does not is left out and listed, with status 1."""
    good = tmp_path / "good.json"
    good.write_text(json.dumps({"%(n)s line": ["%(n)s Zeile", "%(n)s Zeilen"], "Old text": "Neu"}))
    result = run("merge", "--locale", folder, "de", good)
    assert (result.exit_code, result.output) == (0, "4 messages translated\n")
    assert run("status", "--locale", folder, "--strict").exit_code == 0
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(str(catalog_of(folder, "de")))}
    assert compiled["Old text"] == "Neu"
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps({"%(n)s line": "Zeile", "Old text": "<b>Neu</b>", "Nowhere": "Nirgends"}))
    before = catalog_of(folder, "de", "django", "po").read_bytes()
    result = run("merge", "--locale", folder, "de", bad)
    assert result.exit_code == 1
    assert "needs its plural forms" in result.output
    assert "has other tags" in result.output
    assert "no such message: 'Nowhere'" in result.output
    assert catalog_of(folder, "de", "django", "po").read_bytes() == before


def test_an_empty_translation_is_none(folder: Path) -> None:
    """It would show nothing in the place of a sentence."""
    catalog = read_catalog(catalog_of(folder, "de", "django", "po"))
    assert merge([catalog], {"Old text": ""}).problems == ("is empty: 'Old text'",)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"a": 1}', b'{"a": ["b", 2]}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_object_of_translations_is_refused(content: bytes, tmp_path: Path) -> None:
    """The file is named, and no traceback shown."""
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(CatalogUnfit, match=r"x\.json"):
        read_translations(file)


@pytest.mark.parametrize("content", [b"nonsense", b"\xff\xfe\x00", b'msgid "a"\nmsgstr "b"\nmsgid'])
def test_a_damaged_catalog_is_refused(content: bytes, folder: Path) -> None:
    """As above."""
    catalog_of(folder, "de", "django", "po").write_bytes(content)
    result = run("compile", "--locale", folder, "de")
    assert result.exit_code == 1
    assert "django.po" in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_file_that_is_too_large_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is told."""
    monkeypatch.setattr(catalog_files, "MOST_BYTES", 10)
    with pytest.raises(CatalogUnfit, match="larger"):
        read_catalog(catalog_of(folder, "de", "django", "po"))


@pytest.mark.parametrize("language", ["../de", "", "de/x", "x" * 99, "DE"])
def test_a_language_of_the_command_is_a_code(language: str, folder: Path) -> None:
    """It becomes a part of a path, so nothing else is taken."""
    assert run("compile", "--locale", folder, language).exit_code == 2


def test_languages_are_those_with_a_compiled_catalog(folder: Path) -> None:
    """An operator's own are found beside those of Quintain; a folder that is no locale is left alone."""
    assert find_languages([folder], "en") == [("en", "English")]
    assert run("compile", "--locale", folder, "de").exit_code == 0
    (folder / "no locale!" / "LC_MESSAGES").mkdir(parents=True)
    (folder / "no locale!" / "LC_MESSAGES" / "django.mo").write_bytes(b"")
    assert find_languages([folder, folder / "missing"], "en") == [("en", "English"), ("de", "Deutsch")]
    assert find_languages([folder], "de")[0] == ("de", "Deutsch")
    assert has_catalog([folder], "de")
    assert not has_catalog([folder], "../de")
    assert (locale_of("pt-br"), locale_of("zh-hant"), locale_of("de")) == ("pt_BR", "zh_Hant", "de")
