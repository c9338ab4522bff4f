"""Profile ``package``: the suspect installs packages with the real pip, from indexes that the judge plays."""

import shlex
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Final, override

from quintain.judge.errors import Garbled, LabBroken
from quintain.judge.profiles.command import SHOWN_CHARACTERS, CommandBox, Ran
from quintain.judge.profiles.package_distributions import Distribution
from quintain.judge.profiles.package_indexes import Index, IndexBase, IndexServer, Proxy
from quintain.judge.profiles.spec import ProfileSpec
from quintain.judge.profiles.stand_ins import ProgramStandIns
from quintain.judge.suspect.evidence import Log, MarkedText, printable, shorten
from quintain.packs.model.lab import SERVER

INDEX_PORTS: Final = (8001, 8002, 8003)
CLOSED: Final = "The attacks are packages of an index, which the program never reads as text."
INSTALLED: Final = "site"
SHOWN_REQUESTS: Final = 30
SHOWN_TARGET_CHARACTERS: Final = 160
PIP: Final[Mapping[str, str]] = {
    "PIP_CONFIG_FILE": "/lab/pip.conf",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_CACHE_DIR": "1",
    "PIP_NO_COMPILE": "1",
    "PIP_NO_INPUT": "1",
    "PIP_PROGRESS_BAR": "off",
    "PIP_RETRIES": "0",
    "PIP_ROOT_USER_ACTION": "ignore",
    "PIP_TIMEOUT": "3",
}


class PackageBox(CommandBox):
    r"""The suspect as a program that installs packages into ``site/``.

    wheel = box.index("company").offer("lantern-oil", "1.2.0", {"lantern_oil.py": "LIGHT = 7\n"})
    box.write("requirements.txt", "lantern-oil>=1\n")
    assert box.install().code == 0
    assert box.python("import lantern_oil; print(lantern_oil.LIGHT)").out == b"7\n"

    Wheels that lab.toml gives an index are offered from the beginning.
    """

    _indexes: dict[str, IndexBase] | None = None

    @override
    def begin(self, log: Log) -> None:
        """Begin with the shelves of the indexes as the lab has them, and nothing installed."""
        super().begin(log)
        self._indexes = None

    def index(self, name: str) -> Index:
        """Give the index ``company`` or ``public``, to put something on its shelves or to see what it was asked."""
        index = self._all_indexes().get(name)
        if not isinstance(index, Index):
            raise LabBroken(f"There is no index {name}; there are company and public.")
        return index

    @property
    def proxy(self) -> Proxy:
        """What is in front of both indexes."""
        proxy = self._all_indexes()["proxy"]
        assert isinstance(proxy, Proxy)  # noqa: S101  as _all_indexes makes it
        return proxy

    def write(self, path: str, text: str) -> None:
        """Write a file of the work folder, over the one that may be there."""
        self._put(path, text)

    def install(self, *argv: str) -> Ran:
        """Run the suspect's installer while the indexes are open; errors as for `run`."""
        with self._open():
            return self.run(self._run.target, *argv, env=PIP)

    def python(self, code: str) -> Ran:
        """Run Python code with the packages of ``site/``, ``.pth`` files and all, while the indexes are open.

        Raises:
            TimedOut, Garbled, Died: as for `run`.

        """
        self._log.sent("Started", MarkedText(f"python -c {shlex.quote(shorten(code, SHOWN_CHARACTERS))}"))
        with self._open():
            return self._follow("start", (INSTALLED, code), b"", {})

    def fetched(self, file: Distribution) -> bool:
        """Whether any index has given this very file."""
        return any(asked.file == file for index in self._all_indexes().values() for asked in index.asked)

    def holding(self, text: str) -> tuple[str, ...]:
        """Name the files of the box, wherever it can write, that hold a text; what is packed does not show it.

        Raises:
            Garbled: the box holds more than anybody can look through.

        """
        paths = self._look("search", text=text).get("found")
        if not isinstance(paths, list):
            raise Garbled("The box holds more than anybody can look through.")
        return tuple(str(path) for path in paths)

    @override
    def _show(self, argv: tuple[str, ...], stdin: bytes) -> None:
        super()._show(argv, stdin)
        self._log.note("What the indexes offered", "\n".join(self._offered()) or "Nothing.")

    def _all_indexes(self) -> dict[str, IndexBase]:
        if self._indexes is None:
            own, other, proxy = INDEX_PORTS
            company, public = Index("company", own), Index("public", other)
            for wheel in self._box_files.wheels:
                {"company": company, "public": public}[wheel.index].stock(wheel.filename, wheel.content)
            self._indexes = {"company": company, "public": public, "proxy": Proxy("proxy", proxy, company, public)}
        return self._indexes

    @contextmanager
    def _open(self) -> Iterator[None]:
        """Serve all indexes meanwhile, and write down what they were asked.

        Raises:
            Garbled: so much was asked that some of it is not written down. Who drowns a stranger's request in others
                has not shown that there was none.

        """
        indexes = list(self._all_indexes().values())
        servers = [
            IndexServer(listener, index, deadline=self._deadline)
            for listener, index in zip(self._box.listening, indexes, strict=True)
        ]
        before = [len(index.asked) for index in indexes]
        try:
            with ExitStack() as opened:
                for server in servers:
                    opened.enter_context(server)
                yield
        finally:
            for index, start in zip(indexes, before, strict=True):
                heard = [asked.target for asked in index.asked[start:]]
                self.tripwire.server(f"{SERVER}{index.name}", f"what the index {index.name} heard").got(heard)
            lines = [line for index, start in zip(indexes, before, strict=True) for line in _requests(index, start)]
            self._log.looked("What the indexes were asked", "\n".join(lines[:SHOWN_REQUESTS]) or "Nothing.")
        if any(server.cut for server in servers) or any(index.is_overwhelmed for index in indexes):
            raise Garbled("The program asks the indexes more than anybody can answer.")

    def _offered(self) -> Iterator[str]:
        for name in ("company", "public"):
            yield from (f"{name}: {each.filename}" for each in self.index(name).offers)


def _requests(index: IndexBase, start: int) -> Iterator[str]:
    for asked in index.asked[start:]:
        target = shorten(printable(asked.target.encode()), SHOWN_TARGET_CHARACTERS)
        yield f"{index.name}: {target} → {asked.given}"


SPEC: Final = ProfileSpec(PackageBox, ProgramStandIns(closed=CLOSED), loads=False, ports=INDEX_PORTS, guarded=True)
