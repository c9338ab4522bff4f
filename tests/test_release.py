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
    command = (uv.find_uv_bin(), "build", "--quiet", *kinds, "--build-constraints", "requirements.txt", "-o", str(into))
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
        (uv.find_uv_bin(), "build", "--quiet", "--wheel", "--build-constraints", "requirements.txt", "-o", tmp_path),
        cwd=tmp_path / f"quintain-{VERSION}",
        env=os.environ | {"PATH": without_node(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    again = tmp_path / release.wheel.name
    assert hashlib.sha256(again.read_bytes()).hexdigest() == hashlib.sha256(release.wheel.read_bytes()).hexdigest()


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
    folder = tmp_path_factory.mktemp("user")
    venv = folder / "venv"
    home = folder / "home"
    home.mkdir()
    uv_program = uv.find_uv_bin()
    subprocess.run((uv_program, "venv", "--quiet", "--python", sys.executable, venv), check=True)
    subprocess.run((uv_program, "pip", "install", "-q", "--no-deps", "--python", venv, release.wheel), check=True)
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
