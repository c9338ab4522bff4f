"""The data folder: the one place on disk where a server keeps what must outlive it. Knows no Django."""

import base64
import contextlib
import hmac
import os
import secrets
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path


def default_folder() -> Path:
    """Return the folder that the platform sets aside for a program's data."""
    if chosen := os.environ.get("XDG_DATA_HOME"):
        return Path(chosen) / "quintain"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Quintain"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "Quintain"
    return Path.home() / ".local" / "share" / "quintain"


def named_folder(chosen: Path | None = None) -> "DataFolder":
    """Return the data folder that a command was given, else that of the environment, else the usual one."""
    path = chosen or os.environ.get("QUINTAIN_DATA") or default_folder()
    return DataFolder(Path(path).expanduser().absolute())


@dataclass(frozen=True, slots=True)
class DataFolder:
    """Names the files below ``root``; only ``prepare`` writes."""

    root: Path

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.root / "quintain.sqlite3"

    @property
    def log(self) -> Path:
        """Where faults of the server are written in full."""
        return self.root / "quintain.log"

    @property
    def lock(self) -> Path:
        """Held by the running server; tells a second one where the first is."""
        return self.root / "running"

    @property
    def sandbox(self) -> Path:
        """Where the sandbox keeps runtimes and boxes."""
        return self.root / "sandbox"

    @property
    def packs(self) -> Path:
        """Where installed packs are unpacked, each version in a folder of its own."""
        return self.root / "packs"

    @property
    def installed_packs(self) -> Path:
        """Which packs are installed, from whom and where: a pack is installed once this file names it."""
        return self.root / "installed-packs.json"

    @property
    def pack_signers(self) -> Path:
        """The keys whose signatures of packs are trusted."""
        return self.root / "pack-signers"

    @property
    def courseware(self) -> Path:
        """Where files to take home are kept once they are made."""
        return self.root / "courseware"

    @property
    def secret_key(self) -> str:
        """The key that signs forms; empty before ``prepare``."""
        return _read(self.root / "secret-key")

    @property
    def sign_in_codes(self) -> Path:
        """The hashes of the sign-in codes that are still good."""
        return self.root / "sign-in-codes"

    @property
    def certificate(self) -> Path:
        """The certificate that Quintain has made for itself, with its private key."""
        return self.root / "own-certificate.pem"

    @property
    def certificate_keys(self) -> Path:
        """The keys that sign certificates of the course, see ``certificates.keys``."""
        return self.root / "certificate-keys.json"

    @property
    def fonts(self) -> Path:
        """Where an operator puts further fonts for names on certificates."""
        return self.root / "fonts"

    @property
    def redirect(self) -> Path:
        """The page by which a browser is opened."""
        return self.root / "open-in-browser.html"

    @property
    def host_name(self) -> str:
        """A name for this machine that is the folder's own; nobody who does not know the secret key can guess it.

        128 bits, and the same after every start, so that what a browser keeps for the name is found again.
        """
        digest = hmac.digest(self.secret_key.encode(), b"quintain.web.folder.host_name", "sha256")[:16]
        return f"quintain-{base64.b32encode(digest).decode().rstrip('=').lower()}.localhost"

    def prepare(self) -> None:
        """Make the folder and its secrets, for the owner's eyes only, whatever the modes were before.

        Raises:
            OSError: The folder cannot be made, written or closed to others.

        """
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.root.chmod(0o700)  # first: from here on nobody else can put a link in a file's place
        for entry in list(os.scandir(self.root)):
            if entry.is_file(follow_symlinks=False):
                with contextlib.suppress(FileNotFoundError):  # what another start wrote for a moment
                    Path(entry.path).chmod(0o600)
        for gone in (self.root / "link-token", self.redirect):  # links were good for ever once
            gone.unlink(missing_ok=True)
        _make_secret(self.root / "secret-key")
        with tempfile.TemporaryFile(dir=self.root):  # tells now that nothing can be written, not at the first answer
            pass


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8").strip()
    except OSError:
        return ""


def _make_secret(path: Path) -> None:
    """Write a fresh secret unless a whole one is there; a torn write of a killed start is replaced, never kept."""
    if _is_whole(path):
        return
    descriptor, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):  # there already, or a file system without links
            path.hardlink_to(draft)  # never over another's: of two starts at once, both read the secret of the first
        if not _is_whole(path):
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _is_whole(path: Path) -> bool:
    return len(_read(path)) >= 32  # noqa: PLR2004  32 letters of base64 are 24 random bytes
