"""Which packages bring OpenSSL? Ask their names."""

from importlib.metadata import Distribution, distributions


def has_openssl(package: Distribution) -> bool:
    return "openssl" in package.name.lower()


if __name__ == "__main__":
    found = {package.name for package in distributions() if has_openssl(package)}
    print("OpenSSL is in:", ", ".join(sorted(found)) or "nothing")
