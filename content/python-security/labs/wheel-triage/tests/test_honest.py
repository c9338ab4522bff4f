"""Honest packages are installed."""

from helpers import send, snapshot, strays, wheel, word


def test_packages_with_commands_and_data(box, rng):
    """Packages with modules, data and commands of their own are installed, and the commands work."""
    before = snapshot(box)
    name, other, said = word(rng), word(rng), word(rng)
    cli = f"def main():\n    print('{said}')\n"
    files = {
        f"{name}/__init__.py": "LIGHT = 7\n",
        f"{name}/cli.py": cli,
        f"{name}/py.typed": "",
        f"{name}/data/stars.json": '{"stars": 7}\n',
    }
    first = wheel(name, files, commands=[f"{name} = {name}.cli:main", f"{name}2 = {name}.cli:main"])
    second = wheel(
        f"python_{other}", {f"{other}/__init__.py": "", f"_{other}.py": cli}, windows=[f"{other}-w = _{other}:main"]
    )
    assert send(box, first, second) == ["", ""]
    assert {path: box.read(f"site/{path}") for path in files} == {path: text.encode() for path, text in files.items()}
    for command in (name, f"{name}2", f"{other}-w"):
        assert box.run(f"bin/{command}").out.decode().strip() == said
    assert strays(box, before, first, second) == []


def test_namespaces_and_data_folders(box, rng):
    """A package adds a module to the namespace obs, and brings scripts and data in folders of .data."""
    name, said = word(rng), word(rng)
    data = f"obs.{name}-1.0.data"
    files = {
        f"obs/{name}.py": f"SAID = '{said}'\n",
        f"obs/{name}_more/__init__.py": "",
        f"{data}/scripts/{name}-show": f"print('{said}')\n",
        f"{data}/data/share/{name}/table.csv": "1,2\n",
        f"{data}/purelib/{name}_extra.py": "",
        f"{data}/platlib/{name}_more/night.py": "",
    }
    assert send(box, wheel(f"obs.{name}", files)) == [""]
    assert box.run(f"bin/{name}-show").out.decode().strip() == said
    assert box.read(f"share/{name}/table.csv") == b"1,2\n"
    for path in (f"obs/{name}.py", f"{name}_extra.py", f"{name}_more/night.py"):
        assert box.read(f"site/{path}") is not None
    assert box.run("report.py").out.decode().startswith("The dome opens below 40 km/h of wind.\nStars: 4096.")


def test_names_that_only_look_odd(box, rng):
    """Names may contain dots, commas, spaces and letters of all languages, and may be similar to others."""
    name, similar = word(rng), word(rng)
    files = {
        f"{name}/model/weights.pth": "import this is data\n",
        f"{name}/sitecustomize.py": "",
        f"{name}/..hidden..txt": "",
        f"{name}/a..b/größe, 1.txt": "7\n",
        f'{name}/"quoted".txt': "",
        f"{name}/start.PTH.txt": "",
        f"{name}/bin/backup": "",
        f"{name}/report.pyi": "",
        f"{name}_ledger.py": "",
        f"ledger_{name}/__init__.py": "",
        "my_sitecustomize.py": "",
        f"sitecustomize_{name}.py": "",
        f"{name}.pths": "",
        f"LICENSE_{name}": "",
        f"{name}/git": "",
        f"{name}/bin/git": "",
        f"Big.{name}-1.0.data/data/share/{name}.pth": "import this is data\n",
    }
    packages = [
        wheel(f"Big.{name}", files, metadata=f"big-{name}", info=f"big_{name}-1.0.dist-info"),
        wheel(f"star_charts_{similar}", {f"{similar}.py": ""}, commands=[f"backup-{similar} = {similar}:main"]),
        wheel(f"my_night_log_{similar}", {f"star_charts_{similar}.py": ""}, commands=["git-stars = x:main"]),
    ]
    assert send(box, *packages) == ["", "", ""]
    assert box.read(f"site/{name}/model/weights.pth") == b"import this is data\n"
    assert box.read(f"site/{name}/a..b/größe, 1.txt") == b"7\n"
    assert box.read("bin/git-stars") is not None
