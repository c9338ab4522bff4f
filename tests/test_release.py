"""A release has all that a user needs, and nothing else: what `just release` builds, installed without Node."""

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uv

from tests.signing_in import sign_in

ROOT = Path(__file__).resolve().parent.parent
LOCK = str(ROOT / "requirements.txt")
COURSE = "quintain_course_python_security"
DIST = "src/quintain/web/static/dist"
TAKEN_HOME = "src/quintain/courseware/dist"  # what editions of the course have of the pages
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

pytestmark = [pytest.mark.whole, pytest.mark.timeout(900)]


@dataclass(frozen=True, slots=True)
class Release:
    """A source tree as it would be cloned, with its built pages, and what was built from it."""

    tree: Path
    built: Path

    @property
    def wheel(self) -> Path:
        """The wheel that was built from the sdist."""
        return self.built / f"quintain-{VERSION}-py3-none-any.whl"

    @property
    def sdist(self) -> Path:
        """The archive of the sources."""
        return self.built / f"quintain-{VERSION}.tar.gz"

    @property
    def course(self) -> Path:
        """The wheel of the course, which was built from its own sdist."""
        return next(self.built.glob("quintain_course_python_security-*.whl"))

    def names(self) -> set[str]:
        """Return the wheel's files."""
        with zipfile.ZipFile(self.wheel) as archive:
            return set(archive.namelist())


def without_node(folder: Path) -> str:
    """Return a PATH that holds what the machine has, except Node and npm."""
    programs = folder / "bin"
    programs.mkdir()
    for place in os.environ["PATH"].split(os.pathsep):
        for program in Path(place).iterdir() if Path(place).is_dir() else ():
            link = programs / program.name
            if not program.name.startswith(("node", "npm", "npx", "corepack")) and not link.is_symlink():
                link.symlink_to(program)
    return str(programs)


def tracked() -> list[str]:
    """Return the files of the working tree that Git does not ignore."""
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted({name for name in listed if name and (ROOT / name).is_file()})


def build(tree: Path, into: Path, *kinds: str) -> None:
    """Build with the reviewed build backend; uv checks its hash."""
    command = (uv.find_uv_bin(), "build", "--quiet", *kinds, "--build-constraints", LOCK, "-o", str(into))
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Build sdist and wheel from a copy, so that no other test loses its pages to a build."""
    folder = tmp_path_factory.mktemp("release")
    tree = folder / "tree"
    for name in tracked():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tree / name)
    for built in (DIST, TAKEN_HOME):
        if (ROOT / built).is_dir():
            shutil.copytree(ROOT / built, tree / built)
    build(tree, folder / "built")
    build(tree / "content", folder / "built")
    return Release(tree, folder / "built")


def test_wheel_has_the_package_and_its_pages_and_nothing_else(release: Release) -> None:
    """Templates, the judge's harness, the programs in a sandbox and scaffolds are in; tests and docs are not."""
    sources = {name for name in tracked() if name.startswith("src/quintain/")}
    built = [path for each in (DIST, TAKEN_HOME) for path in (release.tree / each).rglob("*") if path.is_file()]
    pages = {str(path.relative_to(release.tree)) for path in built}
    expected = {name.removeprefix("src/") for name in sources | pages}
    metadata = {name for name in release.names() if name.startswith(f"quintain-{VERSION}.dist-info/")}
    assert release.names() - metadata == expected
    assert {
        "quintain/web/templates/web/base.html",
        "quintain/judge/harness/main.py",
        "quintain/judge/worker/harness/main.py",
        "quintain/sandbox/inside/init.py",
        "quintain/cli/scaffold/pack/pack.toml",
        "quintain/web/static/dist/manifest.json",
        "quintain/courseware/dist/offline/book.js",
        "quintain/courseware/dist/epub/style.css",
    } <= release.names()
    assert f"quintain-{VERSION}.dist-info/licenses/LICENSE" in metadata


def test_pages_have_their_files_and_no_source_maps(release: Release) -> None:
    """A map would be as large as the script, and names the folders of whoever built it."""
    with zipfile.ZipFile(release.wheel) as archive:
        manifest = json.loads(archive.read("quintain/web/static/dist/manifest.json"))
        scripts = [name for name in archive.namelist() if name.endswith((".js", ".css"))]
        mapped = [name for name in scripts if b"sourceMappingURL" in archive.read(name)]
    served = {name for key, name in manifest.items() if key != "scripts"}
    served |= {name for names in manifest["scripts"].values() for name in names}
    assert {f"quintain/web/static/dist/{name}" for name in served} <= release.names()
    assert [name for name in release.names() if name.endswith(".map")] == []
    assert mapped == [], "esbuild was told to watch, not to build"


def test_licences_of_all_that_is_bundled_are_in_the_wheel(release: Release) -> None:
    """Each npm package that the pages may contain brings its licence, by the lock of npm."""
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    bundled = [path.partition("node_modules/")[2] for path, facts in lock["packages"].items() if not facts.get("dev")]
    wanted = {
        f"quintain/web/static/dist/licences/{name.removeprefix('@').replace('/', '-')}.txt"
        for name in bundled
        if name and "esbuild" not in name  # it builds the pages and is not in them
    }
    assert wanted, "the lock names no package"
    assert wanted - release.names() == set()


def test_sdist_builds_the_same_wheel_without_node(release: Release, tmp_path: Path) -> None:
    """The sdist brings its built pages, so that nobody needs Node to install from it; the bytes are the same."""
    with tarfile.open(release.sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    done = subprocess.run(
        (uv.find_uv_bin(), "build", "--quiet", "--wheel", "--build-constraints", LOCK, "-o", tmp_path),
        cwd=tmp_path / f"quintain-{VERSION}",
        env=os.environ | {"PATH": without_node(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    again = tmp_path / release.wheel.name
    assert hashlib.sha256(again.read_bytes()).hexdigest() == hashlib.sha256(release.wheel.read_bytes()).hexdigest()


def test_course_has_its_pack_and_its_licence_and_nothing_else(release: Release) -> None:
    """Each file of the pack as it is in the repository, with the proofs of its labs."""
    pack = {name.removeprefix("content/") for name in tracked() if name.startswith("content/python-security/")}
    with zipfile.ZipFile(release.course) as archive:
        found = {name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name}
        metadata = {name.partition(".dist-info/")[2] for name in archive.namelist() if ".dist-info/" in name}
    wanted = {name.replace("python-security", f"{COURSE}/pack", 1): ROOT / "content" / name for name in pack}
    assert found.keys() - wanted.keys() == {f"{COURSE}/__init__.py"}
    assert [name for name, path in wanted.items() if found.get(name) != path.read_bytes()] == []
    assert metadata == {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/python-security/LICENSE.md"}


def test_two_builds_of_one_commit_have_the_same_bytes(release: Release, tmp_path: Path) -> None:
    """Archives of sources and wheels: in another folder, at another time, and where others may read nothing."""
    tree = tmp_path / "elsewhere"
    shutil.copytree(release.tree, tree, copy_function=shutil.copy)  # with times of now
    for path in tree.rglob("*"):
        path.chmod(path.stat().st_mode & 0o700)
    umask = os.umask(0o077)
    try:
        build(tree, tmp_path / "again")
        build(tree / "content", tmp_path / "again")
    finally:
        os.umask(umask)
    first, second = (
        {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*[lz]")}
        for folder in (release.built, tmp_path / "again")
    )
    assert len(first) == 4
    assert first == second


@dataclass(frozen=True, slots=True)
class Installed:
    """The wheel in an environment of its own, for a user with an empty home and no Node."""

    program: Path
    home: Path
    environment: dict[str, str]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``quintain`` in the user's home."""
        return subprocess.run(
            (str(self.program), *arguments),
            cwd=self.home,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def installed(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Install the wheel alone; what it requires is lent by this environment, so that no network is needed."""
    return install(tmp_path_factory.mktemp("user"), release.wheel)


@pytest.fixture(scope="module")
def with_course(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Install the wheel and that of the course, as an installer does of the name alone."""
    return install(tmp_path_factory.mktemp("learner"), release.wheel, release.course)


def install(folder: Path, *wheels: Path) -> Installed:
    """Install wheels for a user with an empty home."""
    venv = folder / "venv"
    home = folder / "home"
    home.mkdir()
    uv_program = uv.find_uv_bin()
    subprocess.run((uv_program, "venv", "--quiet", "--python", sys.executable, venv), check=True)
    subprocess.run((uv_program, "pip", "install", "-q", "--no-deps", "--python", venv, *wheels), check=True)
    # Read after the venv's own packages; a .pth file in the lent folder, such as that of an editable Quintain, is not.
    site = venv / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    environment = {"PATH": without_node(folder), "HOME": str(home), "QUINTAIN_DATA": str(home / "data")}
    return Installed(venv / "bin" / "quintain", home, environment)


def test_installed_wheel_has_its_own_version_and_no_node(installed: Installed) -> None:
    """The premise of the tests below."""
    assert installed.run("--version").stdout == f"quintain {VERSION}\n"
    assert shutil.which("node", path=installed.environment["PATH"]) is None
    assert shutil.which("npm", path=installed.environment["PATH"]) is None


def test_installed_wheel_without_a_course_says_how_to_get_one(installed: Installed) -> None:
    """The wheel holds no course."""
    refused = installed.run("serve", "--no-browser", "--port", "0")
    assert refused.returncode == 2, refused.stderr
    assert "quintain new pack" in refused.stderr


def test_installed_course_is_found_and_its_labs_are_proven(with_course: Installed) -> None:
    """From any folder, without a word; what an installer compiles beside the labs' programs changes none of them."""
    site = with_course.program.parents[1] / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    lab = site / COURSE / "pack/labs/sql-login/starter"
    subprocess.run((sys.executable, "-m", "compileall", "-q", lab), check=True)
    assert json.loads(with_course.run("coverage", "--json").stdout)["totals"]["labs"] > 0
    asked = (
        "from quintain.packs import load_pack, only_packaged_course\n"
        "print(*{lab.is_proven for lab in load_pack(only_packaged_course()).labs.values()})"
    )
    python = with_course.program.with_name("python")
    told = subprocess.run(
        (python, "-c", asked), env=with_course.environment, capture_output=True, text=True, check=True
    )
    assert told.stdout == "True\n"


def test_new_labs_are_not_written_into_an_installed_course(with_course: Installed) -> None:
    """The next update would delete them."""
    refused = with_course.run("new", "lab", "mine")
    assert refused.returncode == 1
    assert "No pack lies here" in refused.stderr


@pytest.mark.hostile
def test_installed_wheel_writes_a_pack_and_proves_its_lab(installed: Installed) -> None:
    """Scaffold, judge, harness and sandbox work from the wheel alone."""
    written = installed.run("new", "pack", "small")
    assert written.returncode == 0, written.stdout + written.stderr
    proven = installed.run("check", "--pack", "small")
    assert proven.returncode == 0, proven.stdout + proven.stderr
    assert list((installed.home / "small").glob("labs/*/proof.json")), "the lab has no proof"


@pytest.fixture
def served(installed: Installed) -> Iterator[str]:
    """Serve a pack from the wheel, and return the address."""
    if not (installed.home / "served").is_dir():
        installed.run("new", "pack", "served")
        shutil.copytree(ROOT / "tests/journeys/own_exhibit", installed.home / "served/exhibits/sizes")
        with (installed.home / "served/lessons/paths/lesson.md").open("a", encoding="utf-8") as lesson:
            lesson.write("\n```exhibit sizes\n```\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = (str(installed.program), "serve", "--no-browser", "--port", str(port), "--pack", "served")
    log = installed.home / "serve.log"
    with (
        log.open("w") as output,
        subprocess.Popen(
            command,
            cwd=installed.home,
            env=installed.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        ) as server,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(300):
                if re.search(r"/sign-in/#\S", log.read_text()):
                    break
                assert server.poll() is None, log.read_text()
                time.sleep(0.1)
            yield address
        finally:
            server.terminate()
            server.wait(30)


@pytest.mark.hostile
def test_installed_wheel_serves_its_pages(installed: Installed, served: str) -> None:
    """The page is there, and so are all styles and scripts that it asks for."""
    link = installed.run("link").stdout.split()[-1]
    with httpx.Client(base_url=served, headers={"host": link.split("/")[2]}) as client:
        page = client.get("/sign-in/")
        assert page.status_code == 200, page.text
        asked = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text))
        assert asked, "the page asks for no file"
        assert {path: client.get(path).status_code for path in asked} == dict.fromkeys(asked, 200)
        assert client.get("/healthz").json()["status"] == "well"


@pytest.mark.hostile
def test_installed_wheel_shows_an_exhibit_of_a_pack(installed: Installed, served: str) -> None:
    """Without Node, the page of its lesson names the script of the pack's exhibit, and all that this imports."""
    link = installed.run("link").stdout.split()[-1]
    with httpx.Client(base_url=served) as client:
        assert sign_in(client, link).status_code == 200
        page = client.get("/topics/paths/").text
        (drawing,) = re.findall(r'data-drawing="([^"]+)"', page)
        (imports,) = re.findall(r'<script type="importmap"[^>]*>(.*?)</script>', page)
        script = client.get(drawing)
        assert script.text == (ROOT / "tests/journeys/own_exhibit/drawing.js").read_text(encoding="utf-8")
        assert set(re.findall(r'from"([^"]+)"', script.text)) == set(json.loads(imports)["imports"])
        (kit,) = json.loads(imports)["imports"].values()
        shared = client.get(kit)
        assert (shared.status_code, shared.headers["Content-Type"].partition(";")[0]) == (200, "text/javascript")
