"""A course pack as one file: what `quintain pack build` writes, how it is signed, and how it is read again.

The file is a zip that anybody can open, with one layout and no other: first the manifest, which names every file of the
pack with its size and SHA-256, then the signature of the manifest if there is one, then the files in the order of their
paths, stored without compression. A reader accepts the very bytes that `archive` would write of what it has read, so
two readers cannot see different things in one file. `docs/reference/pack-file.md` describes it.
"""
