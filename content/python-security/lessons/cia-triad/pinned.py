"""Two files of one version: the one of 2014, and one that a stranger uploaded in 2022."""

PINNED_VERSION = "0.1.2"
PINNED_HASH = "beb1628d6624"  # the first digits of the SHA-256 of the file of 2014

FILES = {
    "ctx-0.1.2-py2.py3-none-any.whl": "beb1628d6624",
    "ctx-0.1.2-1-py2.py3-none-any.whl": "5dc1bc1404c2",
}

for file, digest in FILES.items():
    version = file.split("-")[1]
    by_version = "accepted" if version == PINNED_VERSION else "refused"
    by_hash = "accepted" if digest == PINNED_HASH else "refused"
    print(f"{file:33} pinned by version: {by_version}   by hash: {by_hash}")
