"""Which packages bring OpenSSL? Ask their native files."""

from importlib.metadata import Distribution, distributions

from copies import VERSION


def has_openssl(package: Distribution) -> bool:
    native = [file for file in package.files or () if ".so" in file.suffixes]
    return any(VERSION.search(file.read_binary()) for file in native)


if __name__ == "__main__":
    found = {package.name for package in distributions() if has_openssl(package)}
    print("OpenSSL is in:", ", ".join(sorted(found)) or "nothing")
