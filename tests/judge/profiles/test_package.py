"""The profile ``package``: the real pip asks the judge's indexes, and so does whatever the learner starts instead."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from quintain.judge import Garbled
from quintain.judge.errors import LabBroken
from quintain.judge.judge import Judge
from quintain.judge.profiles.client_servers import MAX_CONNECTIONS
from quintain.judge.profiles.package import PackageBox
from quintain.judge.profiles.package_distributions import Distribution
from quintain.judge.profiles.package_indexes import MAX_REQUESTS, Index, IndexServer, Proxy
from quintain.judge.suspect.evidence import Log
from quintain.judge.verdict import Outcome
from quintain.judge.worker.check_runner import CheckContext
from quintain.packs import load_lab
from quintain.packs.model.lab import Lab, Limits, PlantedFile
from tests.judge.meeting import Met, observe, run_attack

pytestmark = pytest.mark.sample(most=14, of="file")

LAB = Path(__file__).parents[3] / "content" / "python-security" / "labs" / "dependency-confusion"
ROUTED = "[global]\nindex-url = http://proxy.lab.test:8003/routed/simple/\ntrusted-host = proxy.lab.test\n"

type Meeting = Callable[..., Met]


@pytest.fixture(scope="session")
def installer() -> Lab:
    """The course's lab with an installer; its pack has the lock file with pip."""
    return load_lab(LAB)


@pytest.fixture
def meet(judge: Judge, installer: Lab) -> Meeting:
    """Let a function meet an installer in a fresh box; no thread of the judge's outlives it."""

    def meeting(work: Callable[[PackageBox], object], source: str | None = None, conf: str | None = None) -> Met:
        lab = replace(installer, run=replace(installer.run, limits=Limits(wall_seconds=20)))
        files = {"install.py": source, "pip.conf": conf}

        def meet_installer(context: CheckContext) -> None:
            assert isinstance(context.box, PackageBox)
            before = set(threading.enumerate())
            work(context.box)
            assert set(threading.enumerate()) <= before

        given = {path: text for path, text in files.items() if text is not None}
        return observe(judge, lab, given, meet_installer)

    return meeting


def test_pip_installs_what_the_indexes_offer(meet: Meeting) -> None:
    """Pip finds both packages, each index knows what it gave, and the program finds them, but not pip."""

    def work(box: PackageBox) -> None:
        oil = box.index("company").offer("lantern-oil", "1.2.0", {"lantern_oil.py": "LIGHT = 7\n"}, requires=["oak"])
        oak = box.index("public").offer("oak", "2.0", {"oak.py": ""})
        box.write("requirements.txt", "lantern-oil\n")
        assert box.install().code == 0
        assert box.index("company").served == (oil.filename,)
        assert box.index("public").served == (oak.filename,)
        assert box.fetched(oak)
        assert not box.fetched(replace(oak, content=b"another"))
        assert box.python("import lantern_oil, oak; print(lantern_oil.LIGHT)").out == b"7\n"
        assert b"ModuleNotFoundError" in box.python("import pip").err
        assert box.holding("LIGHT = 7") == ("/lab/site/lantern_oil.py",)

    steps = meet(work).steps
    assert [step.text for step in steps if step.label in {"Ran", "What the indexes offered"}] == [
        "python install.py",
        "company: lantern_oil-1.2.0-py3-none-any.whl\npublic: oak-2.0-py3-none-any.whl",
    ]
    asked = next(step.text for step in steps if step.label == "What the indexes were asked")
    assert "company: /simple/oak/ → nothing of this name" in asked
    assert "public: /files/public/oak-2.0-py3-none-any.whl → oak-2.0-py3-none-any.whl" in asked


def test_a_version_with_a_local_label_is_had(meet: Meeting) -> None:
    """Pip writes its plus sign as %2B when it asks for the file, and takes it for ``==`` of the version before it."""

    def work(box: PackageBox) -> None:
        plain = box.index("company").offer("oak", "1.2.0", {"oak.py": ""})
        labelled = box.index("public").offer("oak", "1.2.0+9", {"oak.py": ""})
        box.write("requirements.txt", "oak==1.2.0\n")
        assert box.install().code == 0
        assert box.fetched(labelled)
        assert not box.fetched(plain)

    meet(work)


def test_wheels_of_the_lab_are_offered_and_not_planted(judge: Judge, installer: Lab) -> None:
    """With their own bytes, so that a hash that is known for the real file holds; the program cannot read them."""
    wheel = Distribution.wheel("oak", "1.4.0", {"oak.py": "LIGHT = 4\n"})
    row = PlantedFile(file=wheel.filename, content=wheel.content, index="public")
    lab = replace(installer, files={**installer.files, wheel.filename: row})

    def work(context: CheckContext) -> None:
        assert isinstance(context.box, PackageBox)
        context.box.write("requirements.txt", wheel.locked + "\n")
        assert context.box.install().code == 0
        assert context.box.fetched(wheel)
        assert context.box.python("import oak; print(oak.LIGHT)").out == b"4\n"
        assert wheel.filename not in context.box.files()

    observe(judge, lab, {}, work)


def test_hash_of_the_lock_file_is_the_files(meet: Meeting) -> None:
    """Pip takes a file by its line in the lock, and refuses another with the same name and version."""

    def work(box: PackageBox) -> None:
        for text, code in (("X = 1\n", 0), ("X = 2\n", 1)):
            right = box.index("company").offer("oak", "1.0", {"oak.py": text})
            box.index("company").withdraw("oak")
            box.index("public").withdraw("oak")
            box.index("public").offer("oak", "1.0", {"oak.py": "X = 1\n"})
            box.write("requirements.txt", f"{right.locked}\n")
            assert box.install().code == code

    meet(work)


def test_code_of_a_stranger_brings_a_file(meet: Meeting) -> None:
    """Build code runs while pip installs, a .pth file when the program starts; the index hears both."""

    def work(box: PackageBox) -> None:
        public = box.index("public")
        box.write("requirements.txt", "oak\n")
        box.write("first.txt", "one")
        box.write("second.txt", "two")
        public.offer_source("oak", "2.0", public.errand("first.txt") + "\n")
        box.install()
        assert b"/brought/one" in public.heard
        public.withdraw("oak")
        public.offer("oak", "1.0", {"oak.pth": public.errand("second.txt") + "\n"})
        assert box.install().code == 0
        assert b"/brought/two" not in public.heard
        assert box.python("pass").err == b""
        assert b"/brought/two" in public.heard

    meet(work)


def test_proxy_goes_by_the_owner(meet: Meeting) -> None:
    """The routed half gives a name of the company's from there alone, though the public index has a newer one."""

    def work(box: PackageBox) -> None:
        company, public = box.index("company"), box.index("public")
        company.owns("Lantern_")
        own = company.offer("lantern-oil", "1.0", {"lantern_oil.py": ""}, requires=["lanternfish"])
        fish = public.offer("lanternfish", "1.0", {})
        public.offer("lantern-oil", "99.0", {})
        box.write("requirements.txt", "LANTERN.oil\n")
        assert box.install().code == 0
        assert box.proxy.served == (own.filename, fish.filename)
        assert company.asked == public.asked == ()

    meet(work, conf=ROUTED)


def test_installer_that_only_says_that_it_installs(meet: Meeting) -> None:
    """Output and exit status install nothing: the indexes have given nothing, and the program finds nothing."""

    def work(box: PackageBox) -> None:
        box.index("company").offer("oak", "1.0", {"oak.py": ""})
        assert box.install().code == 0
        assert box.index("company").served == ()
        assert box.python("import oak").code != 0

    assert meet(work, "print('Successfully installed oak-1.0')\n").steps[-1].text == "Nothing."


def test_text_behind_links_is_found(meet: Meeting) -> None:
    """Whatever names lead to it, a file of the box is looked into once, where it lies."""
    source = (
        "import os\n"
        "os.mkdir('/tmp/x')\nos.symlink('/tmp/x', 'site')\n"
        "open('/tmp/x/a.py', 'w').write('# ma' + 'rk')\nos.symlink('/tmp/x/a.py', 'b')\nos.mkfifo('c')\n"
        "os.symlink('/etc/passwd', 'd')\n"
    )

    def work(box: PackageBox) -> None:
        box.install()
        assert box.holding("mark") == ("/tmp/x/a.py",)
        assert box.holding("learner") == ()

    meet(work, source)


def test_box_that_is_too_full_to_be_searched(meet: Meeting) -> None:
    """Who makes the search hopeless is not taken for one who has nothing."""
    source = (
        "import os\nopen('a', 'wb').write(b'x' * 2**23)\nfor number in range(20):\n    os.link('a', f'a{number}')\n"
    )

    def work(box: PackageBox) -> None:
        box.install()
        with pytest.raises(Garbled, match="more than anybody can look through"):
            box.holding("mark")

    meet(work, source)


def test_index_that_does_not_exist_is_the_labs_mistake(meet: Meeting) -> None:
    """There are two indexes to offer something on, and no third."""

    def work(box: PackageBox) -> None:
        with pytest.raises(LabBroken, match="company and public"):
            box.index("proxy")

    meet(work)


BOTH = """
import os, shutil, subprocess, sys, zipfile
def pip(*words):
    return subprocess.run([sys.executable, "-m", "pip", "install", "-r", "requirements.txt", *words]).returncode
"""
FORGERIES = {
    "no network for the program": (
        "code = pip('--target', 'site')\n"
        "open('site/0.pth', 'w').write('import socket; socket.socket.connect = None\\n')\nsys.exit(code)\n"
    ),
    "no token while pip runs": (
        "os.rename('token.txt', 'hidden')\ncode = pip('--target', 'site')\n"
        "os.rename('hidden', 'token.txt')\nsys.exit(code)\n"
    ),
    "no token at all": "open('token.txt', 'w').write('nothing')\nsys.exit(pip('--target', 'site'))\n",
    "elsewhere": (
        "code = pip('--target', '/tmp/x')\nos.symlink('/tmp/x', 'site')\n"
        "open('/tmp/x/0.pth', 'w').write('import socket; socket.socket.connect = None\\n')\nsys.exit(code)\n"
    ),
    "installed, and called a failure": "pip('--target', 'site')\nsys.exit(1)\n",
    "packed": (
        "code = pip('--target', '/tmp/x')\nos.makedirs('site', exist_ok=True)\n"
        "shutil.make_archive('site/x', 'zip', '/tmp/x')\nshutil.rmtree('/tmp/x')\n"
        "open('site/0.pth', 'w').write('/lab/site/x.zip\\nimport socket; socket.socket.connect = None\\n')\n"
        "sys.exit(code)\n"
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_forged_installation_does_not_hide_the_stranger(judge: Judge, installer: Lab, name: str) -> None:
    """Whatever an installer does to look innocent, a stranger's package that it installs has succeeded."""
    check = run_attack(judge, installer, {"install.py": BOTH + FORGERIES[name]}, "vanished")
    assert check.outcome is Outcome.LANDED, check.sentence
    assert check.sentence == "The stranger's package is there." or "deploy token" in check.sentence


def test_code_that_finds_no_token_has_run_all_the_same(judge: Judge, installer: Lab) -> None:
    """A token that is hidden while pip runs saves nobody from build code."""
    source = "open('token.txt', 'w').write('nothing')\nsys.exit(pip('--target', 'site'))\n"
    check = run_attack(judge, installer, {"install.py": BOTH + source}, "source")
    assert (check.outcome, check.sentence) == (Outcome.LANDED, "The stranger's code has run.")


HOSTILE = {
    "says nothing": "kept = [socket.create_connection(('127.0.0.1', 8001))]\n",
    "drips": (
        "one = socket.create_connection(('127.0.0.1', 8001))\n"
        "for byte in b'GET /simple/ HTT':\n    one.sendall(bytes([byte]))\n    time.sleep(0.05)\n"
    ),
    "floods": (
        "one = socket.create_connection(('127.0.0.1', 8001))\n"
        "try:\n    while True:\n        one.sendall(b'GET /' + b'x' * 65536)\nexcept OSError:\n    pass\n"
    ),
    "asks and never reads": (
        "for _ in range(15):\n"
        "    one = socket.create_connection(('127.0.0.1', 8001))\n"
        "    one.sendall(b'GET /files/company/oak-1.0-py3-none-any.whl HTTP/1.1\\r\\n\\r\\n')\n"
        "    kept.append(one)\n"
    ),
    "leaves a program behind": "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_client_ends_with_its_run(meet: Meeting, name: str) -> None:
    """However a client behaves, its run ends soon, and honest requests are answered afterwards."""

    def work(box: PackageBox) -> None:
        box.index("company").offer("oak", "1.0", {"oak.py": "X = '" + "0123456789abcdef" * 4000 + "'\n"})
        began = time.monotonic()
        box.install()
        assert time.monotonic() - began < 45  # what it leaves behind sleeps for a minute
        url = f"{box.index('company').address}/simple/oak/"
        said = box.python(f"import urllib.request; print(urllib.request.urlopen({url!r}, timeout=3).status)")
        assert said.out == b"200\n", said

    meet(work, "import socket, subprocess, sys, time\nkept = []\n" + HOSTILE[name])


CROWDS = {
    "at once": (
        "import time\nkept = [socket.create_connection(('127.0.0.1', 8002)) for _ in range(40)]\ntime.sleep(2)\n"
    ),
    "one after another": (
        "for _ in range(600):\n"
        "    with socket.create_connection(('127.0.0.1', 8002)) as one:\n"
        "        try:\n"
        "            one.sendall(b'GET /x HTTP/1.1\\r\\n\\r\\n')\n"
        "            while one.recv(999):\n                pass\n"
        "        except OSError:\n            pass\n"
    ),
}


@pytest.mark.parametrize("name", CROWDS)
def test_crowd_does_not_drown_a_request(meet: Meeting, name: str) -> None:
    """No more is heard than threads and memory are good for, and who makes that happen has not been heard in full."""

    def work(box: PackageBox) -> None:
        most: list[int] = []
        watcher = threading.Thread(target=lambda: most.extend(_threads(1)))
        watcher.start()
        with pytest.raises(Garbled, match="more than anybody can answer"):
            box.install()
        watcher.join()
        assert max(most) <= MAX_CONNECTIONS + 6
        assert len(box.index("public").asked) <= MAX_REQUESTS

    def _threads(seconds: float) -> Iterator[int]:
        before, end = threading.active_count(), time.monotonic() + seconds
        while time.monotonic() < end:
            yield threading.active_count() - before
            time.sleep(0.01)

    meet(work, "import socket\n" + CROWDS[name])


def test_crowd_that_was_left_behind_is_heard_of(meet: Meeting) -> None:
    """A program of the installer's that keeps the index busy does not hide what the deployed program asks."""
    source = (
        "import subprocess, sys\n"
        "code = ('import socket, time\\nkept = []\\nwhile True:\\n    try:\\n'"
        "'        kept.append(socket.create_connection((\"127.0.0.1\", 8002)))\\n'"
        "'    except OSError:\\n        kept.clear()\\n    time.sleep(0.005)\\n')\n"
        "subprocess.Popen([sys.executable, '-c', code], stdin=-3, stdout=-3, stderr=-3)\n"
    )

    def work(box: PackageBox) -> None:
        def deploy() -> None:
            box.install()
            box.python("import time; time.sleep(1)")

        with pytest.raises(Garbled, match="more than anybody can answer"):
            deploy()

    meet(work, source)


@pytest.fixture
def shelves() -> tuple[Index, Proxy]:
    """An index with one wheel, and a proxy before it and another."""
    company, public = Index("company", 8001), Index("public", 8002)
    company.offer("oak", "1.0", {"oak.py": ""})
    return company, Proxy("proxy", 8003, company, public)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /simple/ HTTP/1.1\r\n\r\n", b"200"),
        (b"GET /simple/OAK/ HTTP/1.1\r\n\r\n", b"200"),
        (b"GET /simple/oak?x=1 HTTP/1.0\r\n\r\n", b"200"),
        (b"HEAD /simple/oak/ HTTP/1.1\r\n\r\n", b"200"),
        (b"GET /files/company/oak-1.0-py3-none-any.whl HTTP/1.1\r\n\r\n", b"200"),
        (b"GET /files/public/oak-1.0-py3-none-any.whl HTTP/1.1\r\n\r\n", b"404"),
        (b"GET /files/company/../../../etc/passwd HTTP/1.1\r\n\r\n", b"404"),
        (b"GET /files/company/%2e%2e%2fetc%2fpasswd HTTP/1.1\r\n\r\n", b"404"),
        (b"GET //// HTTP/1.1\r\n\r\n", b"404"),
        (b"GET /simple/\xff/ HTTP/1.1\r\n\r\n", b"400"),
        (b"GET http://company.lab.test/simple/ HTTP/1.1\r\n\r\n", b"400"),
        (b"DELETE /simple/oak/ HTTP/1.1\r\n\r\n", b"400"),
        (b"GET /simple/ HTTP/1.1\n\n\r\n\r\n", b"400"),
        (b"\r\n\r\n", b"400"),
    ],
)
def test_every_request_gets_an_answer(shelves: tuple[Index, Proxy], request_: bytes, status: bytes) -> None:
    """What is asked well is answered, and everything else is refused; no request can do more."""
    head, _, body = shelves[0].reply(request_).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 " + status)
    assert (b"HEAD" in request_) <= (body == b"")
    assert len(shelves[0].asked) == 1


def test_links_of_a_page_lead_to_its_files(shelves: tuple[Index, Proxy]) -> None:
    """A page names each file with its hash, and the link works where the page came from, the proxy included."""
    company, proxy = shelves
    (wheel,) = company.offers
    for shop, page in ((company, b"/simple/oak/"), (proxy, b"/mixed/simple/oak/")):
        link = f"/files/company/{wheel.filename}"
        assert f'href="{link}#sha256={wheel.sha256}"'.encode() in shop.reply(b"GET " + page + b" HTTP/1.1\r\n\r\n")
        assert shop.reply(b"GET " + link.encode() + b" HTTP/1.1\r\n\r\n").endswith(b"\r\n\r\n" + wheel.content)
        assert shop.served == (wheel.filename,)


def test_memory_of_an_index_is_bounded(shelves: tuple[Index, Proxy]) -> None:
    """It remembers so many requests, and that there were more."""
    for number in range(MAX_REQUESTS):
        assert b"404" in shelves[0].reply(f"GET /{number} HTTP/1.1\r\n\r\n".encode())
    assert not shelves[0].is_overwhelmed
    shelves[0].reply(b"GET / HTTP/1.1\r\n\r\n")
    assert shelves[0].is_overwhelmed
    assert len(shelves[0].asked) == MAX_REQUESTS


def test_server_keeps_to_the_deadline(shelves: tuple[Index, Proxy]) -> None:
    """When the box's time is up, a connection that is still open is left, and no thread stays behind."""
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()):
        before = set(threading.enumerate())
        with IndexServer(listener, shelves[0], deadline=time.monotonic() + 0.3):
            time.sleep(0.6)
            assert set(threading.enumerate()) <= before


def test_the_next_check_finds_nothing_of_the_one_before(meet: Meeting) -> None:
    """Neither what indexes offered and were asked, nor what was installed, nor a package that starts by itself."""

    def work(box: PackageBox) -> None:
        start = {"start.pth": "import pathlib; pathlib.Path('/lab/been').write_text('here')\n"}
        stranger = box.index("public").offer("oak", "2.0", {"oak.py": "", **start})
        box.write("requirements.txt", "oak\n")
        assert box.install().code == 0
        box.python("import oak")
        assert box.fetched(stranger)
        assert box.holding("here")
        box.begin(Log({}))
        assert not box.fetched(stranger)
        assert box.index("public").asked == ()
        assert box.holding("here") == ()
        assert b"ModuleNotFoundError" in box.python("import oak").err
        assert box.install().code != 0

    meet(work)
