"""A pack may name weaknesses that Quintain has no name for."""

import pytest

from quintain.packs import load_lab, load_pack
from tests.packs.conftest import Folder

SHEET = "weaknesses.toml"
LAB = "labs/notes"
ROW = """
    [[weaknesses]]
    cwe = "CWE-1427"
    name = "Prompt injection"
"""


def use(pack: Folder) -> None:
    """Let the lab name the weakness."""
    pack.edit(f"{LAB}/lab.toml", 'choices = ["CWE-22", ', 'choices = ["CWE-22", "CWE-1427", ')


def test_lab_uses_a_weakness_of_its_pack(pack: Folder) -> None:
    """Loaded with the pack or alone, it reads as any other."""
    use(pack)
    assert [(problem.id, problem.line) for problem in pack.problems()] == [
        ("lab.E044", pack.line(f"{LAB}/lab.toml", "CWE-1427"))
    ]
    pack.write(SHEET, ROW)
    assert pack.problems() == ()
    for lab in (load_lab(pack.root / LAB), load_pack(pack.root).labs["notes"]):
        weakness = lab.weakness("CWE-1427")
        assert (weakness.name, weakness.address) == (
            "Prompt injection",
            "https://cwe.mitre.org/data/definitions/1427.html",
        )
        assert lab.weakness("CWE-22").name == "Path traversal"
        assert lab.weakness("CWE-22").address.endswith("/22.html")
    pack.write(SHEET, ROW + '    url = "https://example.org/prompts"\n')
    assert load_lab(pack.root / LAB).weakness("CWE-1427").address == "https://example.org/prompts"


def test_lesson_teaches_a_weakness_of_its_pack(pack: Folder) -> None:
    """Refused without a name, as in a lab; named in weaknesses.toml, it has the name and the page from there."""
    pack.edit("lessons/paths/lesson.toml", "[[sources]]", '[standards]\ncwe = ["CWE-1427"]\n[[sources]]')
    pack.edit("lessons/paths/lesson.toml", 'status = "live"', 'status = "draft"')
    assert ("lesson.E032", "CWE-1427 has no name here.") in [(each.id, each.message) for each in pack.problems()]
    pack.write(SHEET, ROW)
    assert pack.problems() == ()
    (weakness,) = load_pack(pack.root).lessons["paths"].weaknesses
    assert (weakness.cwe, weakness.name) == ("CWE-1427", "Prompt injection")


def test_new_name_makes_another_pack_and_no_other_proof(pack: Folder) -> None:
    """Pages are drawn again; what was judged is the same."""
    pack.write(SHEET, ROW)
    before = load_pack(pack.root)
    pack.edit(SHEET, "Prompt injection", "Instructions from outside")
    after = load_pack(pack.root)
    assert after.digest != before.digest
    assert after.labs["notes"].digest != before.labs["notes"].digest
    assert after.labs["notes"].judged == before.labs["notes"].judged


@pytest.mark.parametrize(
    ("old", "new", "rule", "at", "says"),
    [
        ("CWE-1427", "CWE-01427", "pack.E009", "cwe", "must be a weakness number such as CWE-89"),
        ("CWE-1427", "CWE-22", "pack.E024", "cwe", 'Quintain calls CWE-22 "Path traversal"'),
        ('"Prompt injection"', '""', "pack.E009", "name", "must not be empty"),
        ('name = "Prompt injection"', 'nam = "x"', "pack.E006", "[[weaknesses]]", "name` is missing"),
        ('name = "Prompt', 'url = "javascript:1"\nname = "Prompt', "pack.E009", "url", "https://"),
        ('"CWE-1427"', "1427", "pack.E008", "cwe", "must be text"),
        ("[[weaknesses]]", "[weaknesses]", "pack.E008", "weaknesses", "must be a list"),
    ],
)
def test_row_that_cannot_be_is_refused(  # noqa: PLR0917  a table of texts
    pack: Folder, old: str, new: str, rule: str, at: str, says: str
) -> None:
    """With the line, and whether or not a lab uses it."""
    pack.write(SHEET, ROW)
    pack.edit(SHEET, old, new)
    problem = next(problem for problem in pack.problems() if problem.id == rule)
    assert (str(problem.path), problem.line) == (SHEET, pack.line(SHEET, at))
    assert says in problem.message


def test_number_has_one_name(pack: Folder) -> None:
    """The second row is told, and the labs are not blamed for it."""
    use(pack)
    pack.write(SHEET, ROW + ROW.replace("Prompt injection", "Another name").lstrip("\n"))
    (problem,) = pack.problems()
    assert problem.id == "pack.E024"
    assert 'CWE-1427 is called "Prompt injection" already' in problem.message


def test_link_is_not_followed(pack: Folder) -> None:
    """As everywhere in a pack."""
    (pack.root / SHEET).symlink_to("/etc/hostname")
    assert [problem.id for problem in pack.problems()] == ["pack.E010"]
