"""Two files of one version: the one of 2014, and one that a stranger added in 2022."""

from packaging.utils import parse_wheel_filename

FILES = {
    "ctx-0.1.2-py2.py3-none-any.whl": "beb1628d6624…",
    "ctx-0.1.2-1-py2.py3-none-any.whl": "5dc1bc1404c2…",
}


def main():
    for file, digest in FILES.items():
        _, version, build, _ = parse_wheel_filename(file)
        print(f"version {version}  build {build or '-'!s:8}  sha256 {digest}")


if __name__ == "__main__":
    main()
