# ruff: noqa: E501  the tables show one broken file a line
"""A lab's folder: loaded whole, or answered with id, line and remedy."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from quintain.packs import PackInvalid, Severity, load_lab
from quintain.packs.model.lab import Canary, CanaryKind, Expectation, Profile
from quintain.packs.remedies import REMEDIES
from tests.packs.conftest import Break, Folder, new_lab

LAB = "labs/notes"
SHEET = f"{LAB}/lab.toml"


@dataclass(frozen=True)
class Broken:
    """One way to break the lab, and the answer: id, file, a text of the line (None: no line), words of the message."""

    name: str
    how: Break
    id: str
    file: str
    at: str | None
    says: str


def edit(old: str, new: str, name: str = SHEET) -> Break:
    return lambda pack: pack.edit(name, old, new)


def write(name: str, text: str) -> Break:
    return lambda pack: pack.write(name, text)


def both(one: Break, other: Break) -> Break:
    return lambda pack: (one(pack), other(pack))


def remove(name: str) -> Break:
    return lambda pack: (pack.root / name).unlink()


def locked(line: str) -> Break:
    """Give the lab a lock file with this line after a sound one."""
    runtime = edit("[canaries]", 'runtime = "web"\n[canaries]')
    return both(runtime, write("runtimes/web.txt", f"click==8.3.1 ; python_version > '3.9'  # via flask\n{line}\n"))


NOTE = 'note = { kind = "token", audience = "anyone" }'
KEY = 'key = { kind = "password", audience = "nobody" }'
TABLE = '[run.native]\nlibrary = "libnotes.so"\nsources = ["notes.c"]\n\n[canaries]\n'


def native(*more: Break) -> Break:
    """Make the lab one with a shared object, and then wrong in another way."""

    def change(pack: Folder) -> None:
        pack.edit(SHEET, 'profile = "function"', 'profile = "native"')
        pack.edit(SHEET, "[canaries]\n", TABLE)
        pack.write(f"{LAB}/starter/notes.c", "int one(void) { return 1; }\n")
        for each in more:
            each(pack)

    return change


def client_with_a_canary_ca(pack: Folder) -> None:
    pack.edit(SHEET, 'profile = "function"', 'profile = "client"')
    pack.edit(SHEET, "[canaries]", '[canaries]\nca = "word"')


BROKEN = (
    Broken("no TOML", edit('title = "notes"', 'title = "notes'), "lab.E004", SHEET, 'title = "notes', "not TOML"),
    Broken("key twice", edit("minutes = 15", "minutes = 15\nminutes = 16"), "lab.E004", SHEET, "minutes = 16", "TOML"),
    Broken("key missing", edit('title = "notes"\n', ""), "lab.E006", SHEET, "#:schema", "`title` is missing"),
    Broken("row's key missing", edit('title = "Compared as text"\n', ""), "lab.E006", SHEET, "[[fixes]]", "`fixes[5].title`"),
    Broken("key unknown", edit("minutes = 15", "minutes = 15\nminuts = 15"), "lab.E007", SHEET, "minuts", "`minuts` is unknown"),
    Broken("nearest name", edit("level =", "levl ="), "lab.E007", SHEET, "levl", 'Did you mean "level"?'),
    Broken("wrong type", edit("minutes = 15", 'minutes = "15"'), "lab.E008", SHEET, "minutes", "must be a whole number, but is text"),
    Broken("bool for int", edit("minutes = 15", "minutes = true"), "lab.E008", SHEET, "minutes", "but is true or false"),
    Broken("text for list", edit('cwe = ["CWE-22"]\nteaches', 'cwe = "CWE-22"\nteaches'), "lab.E008", SHEET, "cwe", "must be a list"),
    Broken("date", edit("minutes = 15", "minutes = 2024-01-01"), "lab.E008", SHEET, "minutes", "but is a date"),
    Broken("out of range", edit("minutes = 15", "minutes = 0"), "lab.E009", SHEET, "minutes", "between 1 and 240"),
    Broken("enum", edit('level = "core"', 'level = "cor"'), "lab.E009", SHEET, "level", 'Did you mean "core"?'),
    Broken("uuid", edit("11111111-", "1111-"), "lab.E009", SHEET, "uuid", "must be a uuid"),
    Broken("CWE", edit('"CWE-59"', '"CWE59"'), "lab.E009", SHEET, "choices", "must be a weakness number"),
    Broken("CWE without a name", edit('"CWE-59"', '"CWE-99999"'), "lab.E044", SHEET, "choices", "CWE-99999 has no plain name"),
    Broken("code", edit('"Z01"', '"Z1"'), "lab.E009", SHEET, "code", "such as A09"),
    Broken("front", edit("minutes = 15", 'minutes = 15\nfront = "//other.example"'), "lab.E009", SHEET, "front", "begins with one slash"),
    Broken("empty title", edit('title = "notes"', 'title = " "'), "lab.E009", SHEET, "title", "must not be empty"),
    Broken("NUL", edit('title = "notes"', r'title = "a\u0000"'), "lab.E009", SHEET, "title", "NUL"),
    Broken("canary's kind", edit(NOTE, 'note = "tok"'), "lab.E009", SHEET, "note =", "token, word, number, password"),
    Broken("canary's name", edit(NOTE, 'Note = "token"'), "lab.E009", SHEET, "Note =", "such as admin_secret"),
    Broken("too deep", edit("minutes = 15", f"minutes = 15\n{'a.' * 40}b = 1"), "lab.E005", SHEET, "#:schema", "nested"),
    Broken("far too deep", edit("minutes = 15", f"minutes = {'[' * 9000}"), "lab.E005", SHEET, "#:schema", "nested"),
    Broken("unknown topic", edit('["paths"]', '["path"]'), "lab.E014", SHEET, "teaches", 'Did you mean "paths"?'),
    Broken("unknown lab", edit("[run]", 'needs = ["note"]\n[run]'), "lab.E015", SHEET, "needs", 'Did you mean "notes"?'),
    Broken("needs itself", edit("[run]", 'needs = ["notes"]\n[run]'), "lab.E016", SHEET, "needs", "notes → notes"),
    Broken("no sheet", remove(SHEET), "lab.E001", SHEET, None, "lab.toml is missing"),
    Broken("no brief", remove(f"{LAB}/brief.md"), "lab.E001", f"{LAB}/brief.md", None, "brief.md is missing"),
    Broken("brief without steps", write(f"{LAB}/brief.md", "Do it.\n"), "lab.E017", f"{LAB}/brief.md", "Do it", "no H2"),
    Broken("text before steps", edit("## The notebook", "Hello\n\n## The notebook", f"{LAB}/brief.md"), "lab.E017", f"{LAB}/brief.md", "Hello", "before the first H2"),
    Broken("empty step", edit("## Fix it", "## Rest\n\n## Fix it", f"{LAB}/hints.md"), "lab.E017", f"{LAB}/hints.md", "## Rest", 'Nothing stands below "Rest"'),
    Broken("hints off", edit("## Fix it", "## Fix", f"{LAB}/hints.md"), "lab.E018", f"{LAB}/hints.md", "## Fix", 'should be "Fix it"'),
    Broken("debrief empty", write(f"{LAB}/debrief.md", ""), "lab.E009", f"{LAB}/debrief.md", "", "empty"),
    Broken("row without exploit", remove(f"{LAB}/exploits/up.py"), "lab.E019", SHEET, 'name = "up"', "exploits/up.py is missing"),
    Broken("exploit renamed", edit('name = "detour"', 'name = "detours"'), "lab.E019", SHEET, "detours", 'Did you mean "detour"?'),
    Broken("exploit without row", write(f"{LAB}/exploits/more.py", '"""More."""\ndef attack(box): ...\n'), "lab.E020", f"{LAB}/exploits/more.py", None, "names more"),
    Broken("name twice", edit('name = "detour"', 'name = "up"'), "lab.E021", SHEET, 'name = "up"', '"up" stands twice'),
    Broken("control as exploit", edit('name = "detour"', 'name = "control"'), "lab.E021", SHEET, '"control"', "no exploit"),
    Broken("row without fix", edit('name = "begins-alike"', 'name = "begin-alike"'), "lab.E022", SHEET, "begin-alike", 'Did you mean "begins-alike"?'),
    Broken("fix without row", write(f"{LAB}/fixes/more/notes.py", ""), "lab.E023", f"{LAB}/fixes/more", None, "names more"),
    Broken("fix beyond editable", write(f"{LAB}/fixes/contained/note.py", ""), "lab.E024", f"{LAB}/fixes/contained/note.py", None, "may not edit"),
    Broken("editable missing", edit('editable = ["notes.py"]', 'editable = ["notes.py", "note.py"]'), "lab.E025", SHEET, "editable", 'Did you mean "notes.py"?'),
    Broken("editable leads out", edit('editable = ["notes.py"]', 'editable = ["../notes.py"]'), "lab.E009", SHEET, "editable", "inside the folder"),
    Broken("spot beyond", edit("last = 12", "last = 1200"), "lab.E026", SHEET, "last = 1200", "line 1200 lies beyond"),
    Broken("spot upside down", edit("first = 12", "first = 13"), "lab.E026", SHEET, "first = 13", "lies after last"),
    Broken("spot elsewhere", edit('[[find.spots]]\nfile = "notes.py"', '[[find.spots]]\nfile = "nots.py"'), "lab.E026", SHEET, "nots.py", "no file nots.py"),
    Broken("decoy on a spot", edit("first = 17", "first = 12"), "lab.E043", SHEET, "first = 12", "decoy and a spot"),
    Broken("choice missing", edit('choices = ["CWE-22", ', "choices = ["), "lab.E042", SHEET, 'cwe = ["CWE-22"]\nwhy', "does not offer CWE-22"),
    Broken("by unknown", edit('by = ["detour"]', 'by = ["detuor"]'), "lab.E027", SHEET, "detuor", 'Did you mean "detour"?'),
    Broken("by unknown test", edit("::test_name_with_dots", "::test_name_with_dot"), "lab.E027", SHEET, "test_name_with_dot", "no exploit or test"),
    Broken("wrong without by", edit('by = ["detour"]\n', ""), "lab.E028", SHEET, "[[fixes]]", "by names nothing"),
    Broken("sound with by", edit('expect = "proven"\nwhy = "The path', 'expect = "proven"\nby = ["up"]\nwhy = "The path'), "lab.E028", SHEET, 'by = ["up"]', "is sound"),
    Broken("canary in a file", edit('"${key}"', '"${kex}"'), "lab.E029", SHEET, "key.txt", 'Did you mean "key"?'),
    Broken("canary in a name", edit('"notes/${first}.txt"', '"notes/${frist}.txt"'), "lab.E029", SHEET, "frist", 'Did you mean "first"?'),
    Broken("canary in the starter", write(f"{LAB}/starter/seed.sql", "\n'${key}', '${kee}'\n"), "lab.E029", f"{LAB}/starter/seed.sql", "kee", "${kee} is no canary"),
    Broken("canary in an exploit", edit("canary.diary,", "canary.diry,", f"{LAB}/exploits/up.py"), "lab.E029", f"{LAB}/exploits/up.py", "diry", 'Did you mean "diary"?'),
    Broken("canary nowhere", edit(NOTE, f'{NOTE}\nspare = "word"'), "lab.E030", SHEET, "spare", "stands in no file"),
    Broken("runtime missing", edit("[canaries]", 'runtime = "wep"\n[canaries]'), "lab.E031", SHEET, "runtime", "runtimes/wep.txt"),
    Broken("lock with an index", locked("--index-url https://pypi.example/${HOME}/simple"), "lab.E069", SHEET, "runtime", "Line 2 of the lock file runtimes/web.txt"),
    Broken("lock with a URL", locked("flask @ https://pypi.example/flask-3.1.3-py3-none-any.whl"), "lab.E069", SHEET, "runtime", "Line 2 of the lock file runtimes/web.txt"),
    Broken("lock with a repository", locked("git+ssh://git@pypi.example/flask"), "lab.E069", SHEET, "runtime", "Line 2 of the lock file runtimes/web.txt"),
    Broken("lock with a folder", locked("-e ../flask"), "lab.E069", SHEET, "runtime", "Line 2 of the lock file runtimes/web.txt"),
    Broken("lock with another file", locked("-r /etc/passwd"), "lab.E069", SHEET, "runtime", "Line 2 of the lock file runtimes/web.txt"),
    Broken("lock with an option after a package", locked("flask==3.1.3 --index-url https://pypi.example"), "lab.E069", SHEET, "runtime", "Line 2 of the lock file runtimes/web.txt"),
    Broken("lock with an option behind a carriage return", locked("# ok\r--index-url https://pypi.example"), "lab.E069", SHEET, "runtime", "Line 3 of the lock file runtimes/web.txt"),
    Broken("lock with a version that is none", locked("flask==3.*"), "lab.E069", SHEET, "runtime", "Line 2 of the lock file runtimes/web.txt"),
    Broken("lock with no version", locked("flask"), "lab.E069", SHEET, "runtime", "Line 2 of the lock file runtimes/web.txt"),
    Broken("no Python", write(f"{LAB}/starter/notes.py", "def f(:\n"), "lab.E032", f"{LAB}/starter/notes.py", "def f", "not Python"),
    Broken("Python too deep", write(f"{LAB}/tests/test_x.py", "x = " + "(" * 5000), "lab.E032", f"{LAB}/tests/test_x.py", "x =", "not Python"),
    Broken("no control", remove(f"{LAB}/exploits/control.py"), "lab.E033", SHEET, "#:schema", "no file exploits/control.py"),
    Broken("no tests", write(f"{LAB}/tests/test_notes.py", ""), "lab.E033", SHEET, "#:schema", "no test in tests/"),
    Broken("target", edit('target = "notes"', 'target = "note"'), "lab.E034", SHEET, "target", "no file note.py"),
    Broken("target's form", edit('target = "notes"', 'target = "notes:read"'), "lab.E034", SHEET, "target", "is not a module"),
    Broken("audience of two minds", edit(KEY, KEY.replace('"nobody"', '["nobody", "first"]')), "lab.E060", SHEET, "key =", "stands alone"),
    Broken("audience unknown", edit(KEY, KEY.replace('"nobody"', '"frist"')), "lab.E060", SHEET, "key =", 'Did you mean "first"?'),
    Broken("audience without a server", edit(KEY, KEY.replace('"nobody"', '"server:a.test"')), "lab.E060", SHEET, "key =", "profile function"),
    Broken("audience that is none", edit(KEY, KEY.replace('"nobody"', '"Every Body"')), "lab.E009", SHEET, "key =", "file:PATTERN"),
    Broken("client's own name", client_with_a_canary_ca, "lab.E045", SHEET, 'ca = "word"', "is the certificate"),
    Broken("http's target", edit('profile = "function"', 'profile = "http"'), "lab.E034", SHEET, "target", "module:attribute"),
    Broken("command's target", edit('profile = "function"', 'profile = "command"'), "lab.E034", SHEET, "target", 'Did you mean "notes.py"?'),
    Broken("planted outside", edit('"notes-private/key.txt"', '"../key.txt"'), "lab.E035", SHEET, '"../key.txt"', "inside the work folder"),
    Broken("planted on the starter", edit('"notes-private/key.txt"', '"notes.py"'), "lab.E035", SHEET, '"notes.py" = ', "already a file of starter/"),
    Broken("native without a table", edit('profile = "function"', 'profile = "native"'), "lab.E050", SHEET, "profile", "needs a table"),
    Broken("table without native", edit("[canaries]\n", TABLE), "lab.E050", SHEET, "[run.native]", "this is function"),
    Broken("source missing", native(edit('["notes.c"]', '["note.c"]')), "lab.E051", SHEET, "sources", 'Did you mean "notes.c"?'),
    Broken("source editable", native(edit('["notes.py"]', '["notes.py", "notes.c"]')), "lab.E051", SHEET, "sources", "never reach a compiler"),
    Broken("library taken", native(edit('"libnotes.so"', '"notes.c"')), "lab.E051", SHEET, "library", "already a file"),
    Broken("prebuilt no text of bytes", native(write(f"{LAB}/prebuilt/x86_64/libnotes.so.b64", "?!")), "lab.E052", f"{LAB}/prebuilt/x86_64/libnotes.so.b64", None, "no shared object of the sources"),
    Broken("prebuilt of another source", native(write(f"{LAB}/prebuilt/x86_64/libnotes.so.b64", "f0VMRgIBAQA=")), "lab.E052", f"{LAB}/prebuilt/x86_64/libnotes.so.b64", None, "no shared object of the sources"),
    Broken("prebuilt of another name", native(write(f"{LAB}/prebuilt/x86_64/notes.so", "f0VMRg==")), "lab.W002", f"{LAB}/prebuilt/x86_64/notes.so", None, "Nothing uses"),
    Broken("prebuilt for nothing", write(f"{LAB}/prebuilt/x86_64/libnotes.so.b64", "f0VMRg=="), "lab.W002", f"{LAB}/prebuilt", None, "Nothing uses"),
    Broken("goal", edit("[find]", '[break]\ngoal = "diry"\nreference = "lab.toml"\n[find]'), "lab.E036", SHEET, "goal", 'Did you mean "diary"?'),
    Broken("entry point", edit("[find]", '[break]\ngoal = "diary"\nreference = "lab.toml"\nentry_points = ["x"]\n[find]'), "lab.E036", SHEET, "entry_points", "no function x"),
    Broken("reference", edit("[find]", '[break]\ngoal = "diary"\nreference = "r.py"\n[find]'), "lab.E036", SHEET, "reference", "r.py is missing"),
    Broken("exploit in the starter", both(edit("[find]", '[break]\ngoal = "diary"\nreference = "lab.toml"\n[find]'), write(f"{LAB}/starter/exploit.py", "x = 1\n")), "lab.E053", SHEET, "break", "what learners write"),
    Broken("no attack", edit("def attack", "def atack", f"{LAB}/exploits/up.py"), "lab.E037", f"{LAB}/exploits/up.py", '"""', "no function attack"),
    Broken("no story", write(f"{LAB}/exploits/up.py", "def attack(box): ...\n"), "lab.E041", f"{LAB}/exploits/up.py", "def attack", "no docstring"),
    Broken("helpers missing", edit("def attack", "from helpers import go\n\n\ndef attack", f"{LAB}/exploits/up.py"), "lab.E065", f"{LAB}/exploits/up.py", "from helpers", "no helpers.py"),
    Broken("helpers unused", write(f"{LAB}/helpers.py", "x = 1\n"), "lab.W002", f"{LAB}/helpers.py", None, "Nothing imports helpers.py"),
    Broken("helpers no Python", write(f"{LAB}/helpers.py", "def f(:\n"), "lab.E032", f"{LAB}/helpers.py", "def f", "not Python"),
    Broken("canary in helpers", write(f"{LAB}/helpers.py", "def f(canary): return canary.nothing\n"), "lab.E029", f"{LAB}/helpers.py", "canary.nothing", "is no canary"),
    Broken("stray", write(f"{LAB}/exploit/up.py", ""), "lab.W002", f"{LAB}/exploit", None, 'Did you mean "exploits"?'),
    Broken("no test's name", write(f"{LAB}/tests/notes_test.py", ""), "lab.W002", f"{LAB}/tests/notes_test.py", None, "Nothing uses"),
)  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name)
def test_broken_lab_answers_with_id_line_and_remedy(pack: Folder, broken: Broken) -> None:
    """Whatever is wrong is told with the id, the file, the line and what to do."""
    broken.how(pack)
    found = [problem for problem in pack.problems() if problem.id == broken.id and str(problem.path) == broken.file]
    assert found, "\n".join(map(str, pack.problems()))
    first = broken.at.split("\n")[0] if broken.at is not None else None
    problem = next(one for one in found if broken.says in one.message)
    if first is None:
        assert problem.line is None
    else:
        assert problem.line is not None
        assert first in (pack.root / broken.file).read_text(encoding="utf-8").split("\n")[problem.line - 1]
    assert problem.remedy == REMEDIES[broken.id] or "uuid" in problem.remedy or "debrief" in problem.remedy


def test_library_that_hides_its_module_is_refused(pack: Folder) -> None:
    """Python would import notes.so in place of notes.py."""
    native(edit('"libnotes.so"', '"notes.so"'))(pack)
    (problem,) = [one for one in pack.problems() if one.id == "lab.E051"]
    assert "in place of the module" in problem.message
    assert "lib<name>.so" in problem.remedy


def test_native_lab_without_a_shared_object_loads(pack: Folder) -> None:
    """The system's compiler may build it later."""
    native()(pack)
    lab = load_lab(pack.root / LAB)
    assert lab.run.native is not None
    assert (lab.run.native.library, lab.run.native.sources, lab.prebuilt) == ("libnotes.so", ("notes.c",), {})


def test_sound_lab_has_no_problem(pack: Folder) -> None:
    """The scaffold is a sound lab, and everything of it arrives in the model."""
    assert pack.problems() == ()
    lab = load_lab(pack.root / LAB)
    assert (lab.slug, lab.run.profile, lab.run.editable) == ("notes", Profile.FUNCTION, ("notes.py",))
    assert lab.canaries["key"] == Canary(CanaryKind.PASSWORD, ("nobody",))
    assert lab.lock is None
    assert [section.id for section in lab.brief] == ["the-notebook", "find-the-hole", "fix-it"]
    assert [fix.name for fix in lab.sound_fixes] == ["contained", "no-way-up"]
    assert {fix.expect for fix in lab.wrong_fixes} == {Expectation.STILL_OPEN, Expectation.BROKEN}
    assert all(list(fix.files) == ["notes.py"] and fix.files != lab.starter for fix in lab.fixes)


@pytest.mark.parametrize("profile", ["function", "http", "command"])
def test_every_scaffold_is_sound(pack: Folder, profile: str) -> None:
    """A lab begins without a single problem, whatever its profile."""
    new_lab(pack, f"new-{profile}", profile, "99999999-9999-4999-8999-999999999999", "Z02")
    assert pack.problems() == ()


def test_all_problems_are_told_at_once(pack: Folder) -> None:
    """An author mends everything in one go: problems of shape, of links and of prose stand together."""
    for old, new in (("minutes = 15", "minutes = 0"), ('by = ["detour"]', 'by = ["x"]'), ('["paths"]', '["path"]')):
        pack.edit(SHEET, old, new)
    pack.write(f"{LAB}/hints.md", "## Other\n\nText\n")
    with pytest.raises(PackInvalid) as caught:
        load_lab(pack.root / LAB)
    assert [problem.id for problem in caught.value.problems] == ["lab.E009", "lab.E027", "lab.E018"]
    assert "lab.E009 labs/notes/lab.toml:6 `minutes` must lie between 1 and 240, but is 0." in str(caught.value)


def test_live_lab_needs_enough_fixes(pack: Folder) -> None:
    """Two sound and five wrong fixes are the least that a live lab proves itself with."""
    pack.edit(SHEET, 'status = "draft"', 'status = "live"')
    assert {problem.level for problem in pack.problems()} == {Severity.WARNING}
    pack.edit(SHEET, pack_part(pack, "no-folders"), "")
    ids = [problem.id for problem in pack.problems()]
    assert ids[:2] == ["lab.E023", "lab.E038"]


def pack_part(pack: Folder, name: str) -> str:
    """Return the row [[fixes]] of one fix, as it stands."""
    rows = (pack.root / SHEET).read_text(encoding="utf-8").split("[[fixes]]")
    return "[[fixes]]" + next(row for row in rows if f'name = "{name}"' in row)


def test_link_is_refused(pack: Folder) -> None:
    """A link is never followed, wherever it leads: file, folder, the lab itself."""
    (pack.root / LAB / "starter/passwd").symlink_to("/etc/passwd")
    (pack.root / LAB / "wanted").symlink_to("/etc")
    (pack.root / "labs/other").symlink_to(pack.root / LAB)
    found = {(problem.id, str(problem.path)) for problem in pack.problems()}
    assert found == {
        ("lab.E010", f"{LAB}/starter/passwd"),
        ("lab.E010", f"{LAB}/wanted"),
        ("lab.E010", "labs/other"),
    }
    assert "other is a link." in {problem.message for problem in pack.problems()}


def test_pipe_is_refused_without_waiting(pack: Folder) -> None:
    """A named pipe in the folder cannot make the loader wait."""
    os.mkfifo(pack.root / LAB / "starter/pipe")
    assert [(problem.id, problem.path.name) for problem in pack.problems()] == [("lab.E011", "pipe")]


@pytest.mark.parametrize(
    ("content", "rule", "line"),
    [(b"a\n\xff\n", "lab.E002", 2), (b"a\nb\0", "lab.E002", 2), (b"x" * 300_000, "lab.E003", None)],
    ids=["no UTF-8", "NUL", "too large"],
)
def test_bytes_that_are_no_text_are_refused(pack: Folder, content: bytes, rule: str, line: int | None) -> None:
    """A lab is made of text; what else lies there is told with its line."""
    (pack.root / LAB / "starter/data.txt").write_bytes(content)
    assert [(problem.id, problem.line) for problem in pack.problems()] == [(rule, line)]


def test_too_many_files_are_refused(pack: Folder) -> None:
    """A folder that somebody unpacked by mistake ends the reading early."""
    for number in range(401):
        (pack.root / LAB / f"starter/{number}.txt").touch()
    assert [(problem.id, str(problem.path)) for problem in pack.problems()] == [("lab.E011", LAB)]


def test_windows_line_ends_and_byte_order_marks_are_tolerated(pack: Folder) -> None:
    """An editor on Windows changes neither what learners get nor what the judge sees."""
    before = load_lab(pack.root / LAB)
    for path in (pack.root / LAB).rglob("*.*"):
        if path.is_file():
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_lab(pack.root / LAB) == before


def test_digest_follows_content_alone(pack: Folder, tmp_path: Path) -> None:
    """The digest is that of names and texts: litter does not count, every file and the lock do."""
    new_lab(pack, "http-notes", "http", code="Z03")
    folder = pack.root / "labs/http-notes"
    before = load_lab(folder).digest
    (folder / "tests/__pycache__").mkdir()
    (folder / "tests/__pycache__/x.pyc").write_bytes(b"\0")
    assert load_lab(folder).digest == before
    (pack.root / "runtimes/web.txt").write_text("flask==3.1.4\n", encoding="utf-8")
    after_lock = load_lab(folder).digest
    (folder / "exploits/control.py").write_text("def control(box): return True\n", encoding="utf-8")
    assert len({before, after_lock, load_lab(folder).digest}) == 3


def test_find_only_lab_needs_no_exploits(pack: Folder) -> None:
    """A lab that is only about finding has neither exploits nor fixes nor tests."""
    text = (pack.root / SHEET).read_text(encoding="utf-8")
    (pack.root / SHEET).write_text(text.split("# What a fix must keep")[0], encoding="utf-8")
    for folder in ("exploits", "fixes", "tests"):
        (pack.root / LAB / folder).rename(pack.root / folder)
    assert pack.problems() == ()


def test_canary_without_an_audience_is_an_error_of_a_live_lab(pack: Folder) -> None:
    """Nobody watches it, and the author is told where to say who may see it."""
    pack.edit(SHEET, 'status = "draft"', 'status = "live"')
    pack.edit(SHEET, KEY, 'key = "password"')
    problem = next(each for each in pack.problems() if each.id == "lab.E066")
    assert (problem.level, problem.line) == (Severity.ERROR, 21)
    assert problem.message == "Nobody says who may see the canary key."


def test_canary_without_an_audience_is_a_warning_for_a_draft(pack: Folder) -> None:
    """The author may say it later; the lab loads meanwhile."""
    pack.edit(SHEET, KEY, 'key = "password"')
    (problem,) = pack.problems()
    assert (problem.id, problem.level, problem.line) == ("lab.W009", Severity.WARNING, 21)
    assert problem.message == "Nobody says who may see the canary key."
    assert load_lab(pack.root / LAB).canaries["key"] == Canary(CanaryKind.PASSWORD)


def test_stray_is_a_warning_and_does_not_keep_the_lab_from_loading(pack: Folder) -> None:
    """What nothing uses is told, yet the lab loads."""
    pack.write(f"{LAB}/sketch.txt", "x")
    (problem,) = pack.problems()
    assert (problem.id, problem.level) == ("lab.W002", Severity.WARNING)
    assert load_lab(pack.root / LAB).slug == "notes"
