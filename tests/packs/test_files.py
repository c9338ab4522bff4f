# ruff: noqa: E501  the table shows one broken row a line
"""The table [files]: each kind of row arrives in the model, and what could lead out of the work folder is refused."""

import pytest

from quintain.packs import load_lab
from quintain.packs.file_rules import stays_inside
from quintain.packs.model.lab import PlantedFile
from tests.packs.conftest import Folder

LAB = "labs/notes"
SHEET = f"{LAB}/lab.toml"
LOGO = bytes(range(256)) + b"\xff\xfe\r\n\0"


def plant(pack: Folder, rows: str) -> None:
    """Add rows to [files]."""
    pack.edit(SHEET, "[files]\n", f"[files]\n{rows}\n")


def test_each_kind_of_row_arrives(pack: Folder) -> None:
    """Text, bytes, folders, links and modes, and a file of the starter whose mode alone is said."""
    logo = pack.root / LAB / "files/art/logo.png"
    logo.parent.mkdir(parents=True)
    logo.write_bytes(LOGO)
    rows = '"a.txt" = ""\n"b/tool" = { text = "${key}", mode = "0750" }\n"c.png" = { file = "art/logo.png" }\n'
    rows += '"spool" = { folder = true, mode = "1777" }\n"d/way" = { link = "../b" }\n"e" = { hard_link = "a.txt" }\n'
    plant(pack, rows + '"etc" = { link = "/etc", outside = true }\n"notes.py" = { mode = "600" }')
    assert pack.problems() == ()
    files = load_lab(pack.root / LAB).files
    assert files["a.txt"] == PlantedFile("")
    assert files["b/tool"] == PlantedFile("${key}", mode="0750")
    assert files["c.png"].content == LOGO
    assert (files["spool"].folder, files["spool"].permissions) == (True, 0o1777)
    assert (files["d/way"].link, files["e"].hard_link, files["etc"].outside) == ("../b", "a.txt", True)
    assert (files["notes.py"].permissions, files["a.txt"].permissions) == (0o600, None)


BROKEN = {
    "absolute": ('"/etc/x" = ""', "lab.E035", "does not lie inside the work folder"),
    "upwards": ('"a/../../x" = { folder = true }', "lab.E035", "does not lie inside the work folder"),
    "backslash": ("'a\\b' = ''", "lab.E035", "does not lie inside the work folder"),
    "NUL": ('"a\\u0000b" = ""', "lab.E035", "does not lie inside the work folder"),
    "the folder itself": ('"." = { folder = true }', "lab.E035", "does not lie inside the work folder"),
    "slash behind": ('"a/" = { folder = true }', "lab.E035", "written in a roundabout way"),
    "two slashes": ('"a//b" = ""', "lab.E035", "written in a roundabout way"),
    "starter": ('"notes.py" = { folder = true }', "lab.E035", "already a file of starter/"),
    "below a link": ('"a" = { link = "notes-private" }\n"a/b" = ""', "lab.E035", "a/b would lie below a, which is no folder"),
    "below a file": ('"a" = ""\n"a/b/c" = ""', "lab.E035", "a/b/c would lie below a"),
    "below the starter": ('"notes.py/a" = ""', "lab.E035", "notes.py/a would lie below notes.py"),
    "two kinds": ('"a" = { text = "", folder = true }', "lab.E061", "text and folder at once"),
    "no kind": ('"a" = {}', "lab.E061", "plants nothing"),
    "mode of nothing": ('"note.py" = { mode = "0600" }', "lab.E061", 'Did you mean "notes.py"?'),
    "mode of a link": ('"a" = { link = "b", mode = "0600" }', "lab.E061", "no mode of its own"),
    "text outside": ('"a" = { text = "", outside = true }', "lab.E061", "no symbolic link"),
    "index of another profile": ('"a-1-py3-none-any.whl" = { file = "logo.png", index = "public" }', "lab.E067", "Only a lab of the profile package"),
    "setuid": ('"a" = { text = "", mode = "4755" }', "lab.E009", "without setuid"),
    "mode as a number": ('"a" = { text = "", mode = 755 }', "lab.E008", "must be text"),
    "number for text": ('"a" = 7', "lab.E008", "must be text"),
    "no such file": ('"a" = { file = "logo.pgn" }', "lab.E062", 'Did you mean "logo.png"?'),
    "file from elsewhere": ('"a" = { file = "../lab.toml" }', "lab.E009", "a path inside the folder"),
    "link upwards": ('"a/b" = { link = "../../x" }', "lab.E063", "out of the work folder"),
    "link to the root": ('"a" = { link = "/etc/passwd" }', "lab.E063", "out of the work folder"),
    "link back up": ('"a" = { link = "b/../.." }', "lab.E063", "out of the work folder"),
    "hard link to a link": ('"a" = { link = "b" }\n"c" = { hard_link = "a" }', "lab.E064", "no file that the lab plants"),
    "hard link outside": ('"c" = { hard_link = "/etc/passwd" }', "lab.E064", "no file that the lab plants"),
    "canary in a link": ('"a" = { link = "${nokey}" }', "lab.E029", "${nokey} is no canary"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ('"oak-1-py3-none-any.whl" = { file = "oak.whl", index = "publick" }', 'Did you mean "public"?'),
        ('"oak-1.tar.gz" = { file = "oak.whl", index = "public" }', "is no wheel"),
        ('"a/oak-1-py3-none-any.whl" = { file = "oak.whl", index = "public" }', "is no wheel"),
        ('"oak-1-py3-none-any.whl" = { text = "", index = "public" }', "is no wheel"),
        ('"oak-1-py3-none-any.whl" = { file = "oak.whl", index = "company", mode = "0644" }', "is no wheel"),
    ],
)
def test_an_index_offers_wheels_alone(pack: Folder, row: str, says: str) -> None:
    """Of company or public, with a wheel's name, and without a mode."""
    pack.edit(SHEET, 'profile = "function"', 'profile = "package"')
    pack.write(f"{LAB}/files/oak.whl", "x")
    plant(pack, row)
    (problem,) = [problem for problem in pack.problems() if problem.id == "lab.E067"]
    assert says in problem.message


@pytest.mark.parametrize("name", BROKEN)
def test_row_that_cannot_be_is_refused(pack: Folder, name: str) -> None:
    """With the line of the row, and a sentence that names it."""
    rows, rule, says = BROKEN[name]
    pack.write(f"{LAB}/files/logo.png", "x")
    plant(pack, f'"kept.png" = {{ file = "logo.png" }}\n{rows}')
    (problem,) = [problem for problem in pack.problems() if problem.level == "error"]
    assert (problem.id, problem.line) == (rule, pack.line(SHEET, rows.split("\n")[-1]))
    assert says in problem.message


def test_certificate_is_no_path(pack: Folder) -> None:
    """The authority of a client's lab is content, and would be no name of a file."""
    pack.edit(SHEET, 'profile = "function"', 'profile = "client"')
    plant(pack, '"${ca}.pem" = "${ca}"')
    assert [problem.id for problem in pack.problems()] == ["lab.E029"]


def test_unused_file_is_told(pack: Folder) -> None:
    """What no row names would be carried along for nothing."""
    pack.write(f"{LAB}/files/logo.png", "x")
    (problem,) = pack.problems()
    assert (problem.id, str(problem.path)) == ("lab.W002", f"{LAB}/files/logo.png")


def test_link_that_lies_in_files_is_refused_once(pack: Folder) -> None:
    """No link of the author's machine is followed, and one answer is enough."""
    (pack.root / LAB / "files").mkdir()
    (pack.root / LAB / "files/logo.png").symlink_to("/etc/hostname")
    plant(pack, '"a" = { file = "logo.png" }')
    assert [problem.id for problem in pack.problems()] == ["lab.E010"]


@pytest.mark.parametrize(
    ("path", "target", "is_inside"),
    [
        ("a", "b", True),
        ("a/b/c", "../../x", True),
        ("a/b/c", "../../../x", False),
        ("a", "/lab/x", True),
        ("a", "/labs/x", False),
        ("a", "/lab/../etc", False),
        ("a", "./b/./c", True),
        ("a/b", "..", True),
        ("a", "..", False),
        ("a/b", ".././../x", False),
    ],
)
def test_target_is_read_as_text(path: str, target: str, *, is_inside: bool) -> None:
    """Steps upwards count from the folder of the link, which is never a link itself."""
    assert stays_inside(path, target) is is_inside


def test_digests_follow_what_is_planted(pack: Folder) -> None:
    """A text alone is told as ever; a mode, a target or a byte of files/ makes another lab."""
    pack.write(f"{LAB}/files/logo.png", "x")
    plant(pack, '"a" = { file = "logo.png", mode = "0640" }\n"b" = "text"')
    lab = load_lab(pack.root / LAB)
    pack.edit(SHEET, '"b" = "text"', '"b" = { text = "text" }')
    assert load_lab(pack.root / LAB).judged == lab.judged
    pack.edit(SHEET, '"0640"', '"0644"')
    other = load_lab(pack.root / LAB)
    assert (other.judged == lab.judged, other.mutated == lab.mutated) == (False, False)
    pack.write(f"{LAB}/files/logo.png", "y")
    assert load_lab(pack.root / LAB).judged not in {lab.judged, other.judged}
