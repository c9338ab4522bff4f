"""List what a package has added that runs whenever Python starts."""

import tempfile
import zipfile
from hashlib import sha256
from pathlib import Path

from packages import make

KNOWN = {
    "ef2ed06d19867ec669c09a804060666a9cd5e383af0a9d11aa2de79b77d448e8",  # a1_coverage.pth of coverage 7.17.5
}


def runs_at_start(path: Path) -> bool:
    """Tell whether Python runs code of this file of site-packages when it starts."""
    if path.suffix == ".pth":
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        return any(line.startswith(("import ", "import\t")) for line in lines)
    return path.suffix == ".start" or path.name.split(".")[0] in {"sitecustomize", "usercustomize"}


def unknown(site_packages: Path) -> list[str]:
    found = [path for path in site_packages.iterdir() if runs_at_start(path)]
    return sorted(path.name for path in found if path.is_dir() or sha256(path.read_bytes()).hexdigest() not in KNOWN)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as site_packages, tempfile.TemporaryDirectory() as folder:
        Path(site_packages, "our_project.pth").write_text("/srv/shop/src\n", encoding="utf-8")
        print("before hello:", unknown(Path(site_packages)))
        zipfile.ZipFile(Path(folder, make("start", folder))).extractall(site_packages)
        print("with hello:  ", unknown(Path(site_packages)))
