"""A pack goes from its author's folder to a data folder: built, signed, trusted, installed whole or not at all."""

import json
import os
import shlex
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quintain.cli import pack_install
from quintain.cli.main import main
from quintain.cli.new import write_pack
from quintain.judge.proving.matrix import CaseDone, CaseKind, CasesListed, Cell, Matrix, MatrixListener
from quintain.judge.verdict import Result as Word
from quintain.packs import Lab, load_pack
from quintain.packs.packed.archive import contents_of, read_pack_file, write_pack_file
from quintain.packs.packed.signatures import public_key_of, sign
from quintain.sandbox import RuntimeNotBuilt
from quintain.server.drafts import PREFIX
from quintain.server.installed_packs import hold_packs, installed_root, read_records
from quintain.server.starting import StartRefused, hold_folder, load_course
from quintain.web.folder import DataFolder
from tests.packs.packed.making import KEY, OTHER_KEY, build_file

KEY_LINE = public_key_of(KEY, "author@example.org").line
FINGERPRINT = public_key_of(KEY).fingerprint
COURSE = Path(__file__).parents[2] / "content" / "python-security"
OTHER = public_key_of(OTHER_KEY)


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    """Name a data folder that trusts the author's key."""
    folder = DataFolder(tmp_path / "data")
    assert run(folder, "trust", KEY_LINE).exit_code == 0
    return folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Write a pack whose only lab is a draft, so that nothing is to be proven."""
    write_pack(tmp_path / "web-course", "Web course")
    set_version(tmp_path / "web-course", "1.0")
    return tmp_path / "web-course"


@pytest.fixture
def file(root: Path, tmp_path: Path) -> Path:
    """Build and sign it."""
    return build_file(root, tmp_path / "pack.zip")


def run(data: DataFolder, *words: str) -> Result:
    return CliRunner().invoke(main, ["pack", *words, "--data", str(data.root)])


def install(data: DataFolder, file: Path | str, *words: str) -> Result:
    return run(data, "install", str(file), *words)


def refused(result: Result) -> str:
    """Return why a command refused; with two lines, and no traceback."""
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    return result.output


def set_version(root: Path, number: str, quintain: str = "") -> None:
    sheet = root / "pack.toml"
    lines = [line for line in sheet.read_text().splitlines() if not line.startswith(("version", "quintain"))]
    needs = [f'quintain = "{quintain}"'] if quintain else []
    sheet.write_text("\n".join([*lines, f'version = "{number}"', *needs, ""]))


def make_live(root: Path) -> None:
    sheet = root / "labs/notes/lab.toml"
    sheet.write_text(sheet.read_text().replace('status = "draft"', 'status = "live"'))


def version_in(data: DataFolder) -> str:
    """Return the version that a server would teach; empty if none is installed."""
    found = installed_root(data, "web-course")
    return load_pack(found).version if found else ""


def left_in(data: DataFolder) -> list[str]:
    """Return the versions in the folder of packs, and drafts that were left there."""
    return sorted(each.name for each in data.packs.glob("*/*") if each.is_dir() or each.parent.name.startswith(PREFIX))


def test_from_an_authors_folder_to_a_server(root: Path, tmp_path: Path) -> None:
    """Each command says what comes next, and the course has the pack's module after its own."""
    invoke = CliRunner().invoke
    data, file, key = DataFolder(tmp_path / "data"), tmp_path / "web.zip", tmp_path / "key"
    assert "Next: quintain pack sign" in invoke(main, ["pack", "build", str(root), str(file)]).output
    assert invoke(main, ["pack", "key", str(key), "--name", "me@example.org"]).exit_code == 0
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert "signed by SHA256:" in invoke(main, ["pack", "sign", str(file), "--key", str(key)]).output
    assert "not trusted here" in refused(run(data, "verify", str(file)))
    assert "(me@example.org) is trusted for every pack" in run(data, "trust", f"{key}.pub").output
    assert "Signed by SHA256:" in run(data, "verify", str(file)).output
    result = install(data, file)
    assert result.exit_code == 0, result.output
    assert "quintain serve --beside web-course" in result.output
    assert "none of its code runs in learners' browsers" in result.output
    assert "1.0" in run(data, "list").output
    assert stat.S_IMODE((data.packs / "web-course").stat().st_mode) == 0o700
    course = load_course(COURSE, data, ("web-course",))
    assert course.tracks[0].modules[-1].day == 4
    assert "notes" in course.labs
    assert load_course(Path("web-course"), data).id == "web-course"


def test_a_key_with_a_passphrase_signs(root: Path, tmp_path: Path, file: Path) -> None:
    """It is asked for, and a wrong one is told."""
    key, invoke = tmp_path / "key", CliRunner().invoke
    made = invoke(main, ["pack", "key", str(key), "--passphrase"], input="correct horse\ncorrect horse\n")
    assert made.exit_code == 0, made.output
    words = ["pack", "sign", str(file), "--key", str(key)]
    assert "cannot be read" in refused(invoke(main, words, input="wrong\n"))
    assert invoke(main, words, input="correct horse\n").exit_code == 0
    assert "is there already" in refused(invoke(main, ["pack", "key", str(key)]))


def test_a_signature_made_elsewhere_is_put_in(file: Path, tmp_path: Path) -> None:
    """Only if it is one of this manifest."""
    made, invoke = tmp_path / "sig", CliRunner().invoke
    words = ["pack", "sign", str(file), "--signature", str(made)]
    made.write_text(sign(b"another manifest", KEY))
    before = file.read_bytes()
    assert "not the one that was signed" in refused(invoke(main, words))
    assert file.read_bytes() == before
    made.write_text(sign(read_pack_file(file).manifest_bytes, OTHER_KEY))
    assert f"signed by {OTHER.fingerprint}" in invoke(main, words).output


def test_build_replaces_nothing_by_itself(root: Path, file: Path) -> None:
    """Unless it is told to."""
    words = ["pack", "build", str(root), str(file)]
    assert "is there already" in refused(CliRunner().invoke(main, words))
    assert CliRunner().invoke(main, [*words, "--overwrite"]).exit_code == 0
    assert read_pack_file(file).signature == ""


def test_what_nobody_trusts_is_not_installed(data: DataFolder, root: Path, tmp_path: Path) -> None:
    """Each refusal names the fingerprint, and what an operator can do; nothing is left behind."""
    unsigned = build_file(root, tmp_path / "unsigned.zip", None)
    other = build_file(root, tmp_path / "other.zip", OTHER_KEY)
    assert "has no signature" in refused(install(data, unsigned))
    assert f"signed by the key {OTHER.fingerprint}, which is not trusted here" in refused(install(data, other))
    assert "not trusted here" in refused(install(data, other, "--allow-unsigned"))
    pack_file = read_pack_file(other)
    with (forged := tmp_path / "forged.zip").open("wb") as target:
        signature = sign(b"another manifest", KEY)
        contents = ((each.path, content) for each, content in contents_of(pack_file))
        write_pack_file(target, pack_file.manifest_bytes, signature, contents)
    assert "The signature of this pack file is not sound" in refused(install(data, forged, "--allow-unsigned"))
    assert (version_in(data), left_in(data)) == ("", [])
    assert install(data, unsigned, "--allow-unsigned").exit_code == 0
    assert "no signature" in run(data, "list").output


def test_a_key_is_trusted_for_some_packs_or_no_more(file: Path, tmp_path: Path) -> None:
    """The names add up, and a key that is distrusted installs nothing."""
    data = DataFolder(tmp_path / "data")
    assert "is trusted for other." in run(data, "trust", KEY_LINE, "--only", "other").output
    assert "is trusted for other, and not for web-course" in refused(install(data, file))
    named = " ".join([*KEY_LINE.split()[:2], "it's; touch x"])  # whatever the owner of a key calls it
    assert run(data, "trust", named, "--only", "other").exit_code == 0
    assert f"quintain pack trust {shlex.quote(named)} --only" in refused(install(data, file))
    assert "is trusted for other, web-course." in run(data, "trust", KEY_LINE, "--only", "web-course").output
    assert install(data, file).exit_code == 0
    assert "is trusted no more" in run(data, "distrust", FINGERPRINT).output
    assert "not trusted here" in refused(install(data, file))
    assert "No trusted key is" in refused(run(data, "distrust", FINGERPRINT))
    assert "is no name of a pack" in refused(run(data, "trust", KEY_LINE, "--only", "../x"))
    assert "no Ed25519 public key" in refused(run(data, "trust", str(file)))
    assert version_in(data) == "1.0"


def test_an_older_or_changed_version_needs_a_word(data: DataFolder, root: Path, tmp_path: Path) -> None:
    """1.10 is newer than 1.9; the same number with other content is a change that its author hides."""
    for number in ("1.9", "1.10"):
        set_version(root, number)
        assert install(data, build_file(root, tmp_path / "x.zip")).exit_code == 0
    set_version(root, "1.9")
    older = build_file(root, tmp_path / "older.zip")
    assert "Version 1.10 of web-course was installed, and this is 1.9." in refused(install(data, older))
    set_version(root, "1.10")
    (root / "README.md").write_text("Changed.\n")
    assert "was installed with other content" in refused(install(data, build_file(root, tmp_path / "y.zip")))
    assert version_in(data) == "1.10"
    assert run(data, "remove", "web-course").exit_code == 0
    assert "was installed, and this is 1.9" in refused(install(data, older))
    assert install(data, older, "--allow-older").exit_code == 0
    assert version_in(data) == "1.9"


def test_another_signer_needs_a_word(data: DataFolder, root: Path, tmp_path: Path) -> None:
    """Though the new key is trusted; and so does a pack that lost its signature, whatever else is allowed."""
    assert run(data, "trust", OTHER.line).exit_code == 0
    assert install(data, build_file(root, tmp_path / "x.zip")).exit_code == 0
    set_version(root, "2.0")
    other = build_file(root, tmp_path / "y.zip", OTHER_KEY)
    sentence = f"was signed by {FINGERPRINT} until now, and this file by {OTHER.fingerprint}"
    assert sentence in refused(install(data, other))
    unsigned = build_file(root, tmp_path / "z.zip", None)
    assert f"was signed by {FINGERPRINT} until now, and this file by nobody" in refused(
        install(data, unsigned, "--allow-unsigned")
    )
    assert install(data, other, "--accept-new-signer").exit_code == 0
    assert read_records(data)["web-course"].signer == OTHER.fingerprint


def test_another_pack_of_the_name_needs_a_word(data: DataFolder, file: Path, tmp_path: Path) -> None:
    """Learners' work belongs to uuids; `--forget` makes the name free."""
    assert install(data, file).exit_code == 0
    write_pack(tmp_path / "again" / "web-course", "Web course")
    set_version(tmp_path / "again" / "web-course", "2.0")
    other = build_file(tmp_path / "again" / "web-course", tmp_path / "other.zip")
    assert "Another pack was installed under the name web-course" in refused(install(data, other))
    assert run(data, "remove", "web-course", "--forget").exit_code == 0
    assert install(data, other).exit_code == 0
    assert "No pack nothing is installed" in refused(run(data, "remove", "nothing"))


def test_a_pack_for_a_newer_quintain_waits(data: DataFolder, root: Path, tmp_path: Path) -> None:
    """The sentence names both versions."""
    set_version(root, "1.0", quintain="99.0")
    assert "needs Quintain 99.0; this is " in refused(install(data, build_file(root, tmp_path / "x.zip")))


def test_a_manifest_that_says_otherwise_than_the_pack_is_refused(data: DataFolder, file: Path, tmp_path: Path) -> None:
    """A signed version must be the pack's own, or an old pack could call itself a new one."""
    pack_file = read_pack_file(file)
    lie = pack_file.manifest_bytes.replace(b'"version": "1.0"', b'"version": "9.0"')
    with (lying := tmp_path / "lying.zip").open("wb") as target:
        contents = ((each.path, content) for each, content in contents_of(pack_file))
        write_pack_file(target, lie, sign(lie, KEY), contents)
    assert "Its pack.toml and its manifest say different things" in refused(install(data, lying))
    assert left_in(data) == []


def test_a_pack_that_does_not_load_is_told_with_file_and_line(data: DataFolder, file: Path, tmp_path: Path) -> None:
    """And with the remedy; status 2, and nothing is installed."""
    pack_file = read_pack_file(file)
    rows = {each.path: content for each, content in contents_of(pack_file)}
    manifest = json.loads(pack_file.manifest_bytes)
    manifest["files"] = [row for row in manifest["files"] if row["path"] != "labs/notes/brief.md"]
    lie = f"{json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()
    del rows["labs/notes/brief.md"]
    with (broken := tmp_path / "broken.zip").open("wb") as target:
        write_pack_file(target, lie, sign(lie, KEY), rows.items())
    result = install(data, broken)
    assert result.exit_code == 2
    assert "lab.E001" in result.output
    assert "web-course/labs/notes/brief.md" in result.output
    assert (version_in(data), left_in(data)) == ("", [])


def test_learners_scripts_are_named(data: DataFolder, root: Path, tmp_path: Path) -> None:
    """The operator reads which scripts run in browsers, with whose rights, and what they reach."""
    from quintain.packs.drawings import mark_of  # noqa: PLC0415  as above
    from tests.packs.conftest import DATA, DRAWING, EXHIBIT, FIGURE, Folder  # noqa: PLC0415  texts of one test

    folder = Folder(root)
    for name, text in {
        "exhibit.toml": EXHIBIT,
        "record.py": "x = 1\n",
        "data.json": DATA,
        "figure.svg": FIGURE,
    }.items():
        folder.write(f"exhibits/path-walk/{name}", text)
    folder.write("exhibits/path-walk/drawing.ts", DRAWING)
    folder.write("exhibits/path-walk/drawing.js", mark_of({"drawing.ts": DRAWING}) + DRAWING)
    output = install(data, build_file(root, tmp_path / "x.zip")).output
    assert "with the rights of the\nperson who reads them. You trust the author with that." in output
    assert "reach this classroom, and no other host:\n  exhibits/path-walk/drawing.js" in output


class StrawJudge:
    """A judge that opens no box, and gets no packages."""

    def runtime(self, lab: Lab) -> None:
        """Refuse a lab that has packages."""
        if lab.run.runtime:
            raise RuntimeNotBuilt("No flask.", "Connect to a network.")


def straw(problem: str) -> Callable[..., Matrix]:
    def check_lab(lab: Lab, _judge: StrawJudge, listener: MatrixListener) -> Matrix:
        cell = Cell(CaseKind.STARTER, "starter", "still-open", Word.STILL_OPEN, problems=(problem,) if problem else ())
        listener(CasesListed((cell.name,)))
        listener(CaseDone(cell))
        return Matrix(lab.slug, (cell,), (), 0.5)

    return check_lab


@pytest.mark.parametrize("problem", ["", "The attack \x1b[2J failed."])
def test_a_lab_that_is_not_proven_is_not_shown(
    data: DataFolder, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: str
) -> None:
    """The pack is installed, learners do not see the lab, and the list says why."""
    status = 4 if problem else 0
    monkeypatch.setattr(pack_install, "make_judge", lambda _boxes, _folder: StrawJudge())
    monkeypatch.setattr(pack_install, "check_lab", straw(problem))
    make_live(root)
    result = install(data, build_file(root, tmp_path / "x.zip"))
    assert result.exit_code == status, result.output
    assert load_course(Path("web-course"), data).labs["notes"].is_proven is (status == 0)
    said = run(data, "list").output
    assert ("1 of 1 proven" in said) is (status == 0)
    assert ("web-course: learners do not see notes: starter: The attack  [2J failed." in said) is (status == 4)
    assert "\x1b" not in said + result.output


def test_a_lab_whose_packages_cannot_be_had_is_left_out(
    data: DataFolder, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are proven all the same, and the command says how to go on."""
    monkeypatch.setattr(pack_install, "make_judge", lambda _boxes, _folder: StrawJudge())
    make_live(root)
    (root / "runtimes").mkdir()
    (root / "runtimes/web.txt").write_text("flask==3.1.3\n")
    sheet = root / "labs/notes/lab.toml"
    sheet.write_text(sheet.read_text().replace("[run]\n", '[run]\nruntime = "web"\n'))
    result = install(data, build_file(root, tmp_path / "x.zip"))
    assert result.exit_code == 4, result.output
    assert "Learners do not see notes: No flask. Connect to a network." in result.output
    assert "quintain check --unproven --pack " in result.output
    assert "downloaded as wheels, by hash, and run in sandboxes: web.txt" in result.output


@pytest.mark.parametrize(
    "at",
    [
        "__import__('shutil').disk_usage",
        "__import__('os').fsync",
        "__import__('pathlib').Path.rename",
        "__import__('pathlib').Path.replace",
    ],
)
def test_a_kill_leaves_the_version_of_before(
    at: str, data: DataFolder, root: Path, tmp_path: Path, killed: Callable[..., object]
) -> None:
    """At any point: what is half there is never served, and the next install deletes it."""
    assert install(data, build_file(root, tmp_path / "x.zip")).exit_code == 0
    before = left_in(data)
    set_version(root, "2.0")
    new = build_file(root, tmp_path / "y.zip")
    killed("pack", "install", str(new), "--data", str(data.root), at=at)
    assert version_in(data) == "1.0"
    assert install(data, new).exit_code == 0
    assert version_in(data) == "2.0"
    after = left_in(data)
    assert len(after) == 1
    assert after != before


def test_a_second_install_at_once_is_refused(data: DataFolder, file: Path) -> None:
    """While one proves labs, which takes minutes, nobody is left to wonder."""
    with hold_packs(data):
        assert "Another command changes the packs" in refused(install(data, file))
        assert "Another command changes the packs" in refused(run(data, "trust", KEY_LINE))
    assert install(data, file).exit_code == 0


def test_a_running_server_keeps_what_it_teaches(data: DataFolder, root: Path, tmp_path: Path) -> None:
    """Its version stays on the disk until an install that finds no server."""
    assert install(data, build_file(root, tmp_path / "x.zip")).exit_code == 0
    taught = load_course(Path("web-course"), data)
    held = hold_folder(data)
    set_version(root, "1.1")
    assert install(data, build_file(root, tmp_path / "x.zip")).exit_code == 0
    assert run(data, "remove", "web-course").exit_code == 0
    assert load_pack(taught.root).digest == taught.digest
    held.file.close()
    set_version(root, "1.2")
    assert install(data, build_file(root, tmp_path / "x.zip")).exit_code == 0
    assert not taught.root.exists()


def test_a_pack_that_is_gone_or_lists_that_are_damaged_are_told(data: DataFolder, file: Path) -> None:
    """In a sentence, at the start of a server too."""
    assert install(data, file).exit_code == 0
    (data.packs / "web-course").rename(data.packs / "elsewhere")
    with pytest.raises(StartRefused, match="The folder of the installed pack web-course is gone"):
        load_course(Path("web-course"), data)
    assert "does not load; install it again" in run(data, "list").output
    for text in ("", "[]", '{"format": 2, "packs": []}', '{"format": 1, "packs": [{"name": "../x"}]}'):
        data.installed_packs.write_text(text)
        assert "installed-packs.json cannot be read" in refused(run(data, "list"))
        assert "installed-packs.json cannot be read" in refused(install(data, file))
    data.pack_signers.write_text("hello\n")
    data.installed_packs.unlink()
    assert "Line 1 of the trusted keys cannot be read" in refused(install(data, file))


def test_packs_that_do_not_go_together_do_not_start(data: DataFolder, file: Path, tmp_path: Path) -> None:
    """The sentence names the pack, and the way to teach it alone."""
    assert install(data, file).exit_code == 0
    write_pack(tmp_path / "other-course", "Other")
    with pytest.raises(StartRefused, match="cannot be taught together: both have the lab notes") as start:
        load_course(tmp_path / "other-course", data, ("web-course",))
    assert start.value.status == 2
    with pytest.raises(StartRefused, match="The course pack nothing is not valid"):
        load_course(tmp_path / "other-course", data, ("nothing",))


def test_an_installed_pack_goes_before_a_folder_of_its_name(
    data: DataFolder, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that happens to be where a server is started is not what its operator has installed."""
    assert install(data, file).exit_code == 0
    monkeypatch.chdir(tmp_path)
    assert load_course(Path("web-course"), data).root.is_relative_to(data.packs)
    assert load_course(tmp_path / "web-course", data).root == tmp_path / "web-course"
    monkeypatch.setenv("QUINTAIN_BESIDE", "web-course")
    assert load_course(COURSE, data).beside == (installed_root(data, "web-course"),)


def test_a_pack_comes_from_an_address(data: DataFolder, file: Path) -> None:
    """Downloaded, it is a file like any other."""
    handler = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_words: None})
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *words: handler(*words, directory=str(file.parent)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_address[1]}"
        assert "status 404" in refused(install(data, f"{url}/nothing"))
        assert install(data, f"{url}/{file.name}").exit_code == 0
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert version_in(data) == "1.0"


@pytest.mark.slow
@pytest.mark.matrix
def test_a_pack_is_proven_on_this_machine(data: DataFolder, root: Path, tmp_path: Path, sandbox_folder: Path) -> None:
    """With the real judge: the lab of the scaffold gets its proof, and learners would see it."""
    sandbox_folder.mkdir(exist_ok=True)
    (data.root / "sandbox").symlink_to(sandbox_folder)
    make_live(root)
    done = subprocess.run(
        [sys.executable, "-m", "quintain.cli", "pack", "install", str(build_file(root, tmp_path / "x.zip"))],
        env=os.environ | {"QUINTAIN_DATA": str(data.root)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Z01 notes: proven" in done.stdout
    assert load_course(Path("web-course"), data).labs["notes"].is_proven
    assert "1 of 1 proven, Quintain" in run(data, "list").output
