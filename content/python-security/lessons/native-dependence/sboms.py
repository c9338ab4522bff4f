"""Read what wheels say about the libraries in them: PEP 770 puts an SBOM into the folder sboms."""

import json
from importlib.metadata import distribution

for name in ("cryptography", "psycopg-binary", "numpy"):
    package = distribution(name)
    libraries = [
        part["name"]
        for file in package.files or ()
        if file.parent.name == "sboms" and "rust" not in file.name
        for part in json.loads(file.read_text())["components"]
        if not part.get("purl", "").startswith("pkg:pypi/")
    ]
    print(f"{name:15}", ", ".join(sorted(libraries)) or "no SBOM")
