"""``quintain record``: runs an exhibit's script, and keeps its numbers and the figure that it draws of them."""

import json
import runpy
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from quintain.cli.places import near, pack_folder, pack_option
from quintain.packs.building import suggestion

SCRIPT: Final = "record.py"


@click.command()
@click.argument("names", metavar="EXHIBIT...", nargs=-1, required=True)
@click.option("--figure", "figure_only", is_flag=True, help="Draw figure.svg again of the numbers kept.")
@pack_option
def record(names: tuple[str, ...], *, figure_only: bool, pack: Path | None) -> None:
    """Run each exhibit's script: data.json is what it records, and figure.svg what it draws of that."""
    exhibits = pack_folder(pack, is_written=True) / "exhibits"
    recorded = sorted(script.parent.name for script in exhibits.glob(f"*/{SCRIPT}"))
    for name in names:
        if name not in recorded:
            raise click.ClickException(f"{near(exhibits)} has no {name}/{SCRIPT}.{suggestion(name, recorded)}")
    for name in names:
        folder = exhibits / name
        script = run_script(folder / SCRIPT)
        numbers, figure = folder / "data.json", folder / "figure.svg"
        if not figure_only:
            numbers.write_text(to_text(script["record"]()), encoding="utf-8")
            click.echo(near(numbers))
        figure.write_text(script["draw"](json.loads(numbers.read_text(encoding="utf-8"))), encoding="utf-8")
        click.echo(near(figure))


def run_script(path: Path) -> Mapping[str, Any]:
    """Return what a script defines, `record` and `draw` among it; lessons that it imports from are forgotten again."""
    places, modules = list(sys.path), set(sys.modules)
    try:
        script = runpy.run_path(str(path))
    finally:
        sys.path[:] = places
        for module in set(sys.modules) - modules:
            if str(getattr(sys.modules[module], "__file__", None) or "").startswith(str(path.parents[2])):
                del sys.modules[module]
    for name in ("record", "draw"):
        if not callable(script.get(name)):
            raise click.ClickException(f"{near(path)} defines no {name}(). It needs record() and draw(data).")
    return script


def to_text(data: object) -> str:
    """Write numbers as data.json keeps them: one line, so that a change of one run shows as one."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False) + "\n"
