"""``quintain bundle``: makes of an exhibit's TypeScript the script that browsers run, where there is a Node for it."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

import click
from rich.console import Console

from quintain.cli.places import near, pack_folder, pack_option, print_problems
from quintain.packs.building import suggestion
from quintain.packs.drawings import SCRIPT, SOURCE, mark_of
from quintain.packs.folders import read_tree
from quintain.packs.problems import ProblemCollector
from quintain_tools.frontend import FRONT_END, MISSING, Node, bring_tools

BUNDLER: Final = FRONT_END / "drawings.mjs"
COMPILER: Final = FRONT_END / "node_modules" / "typescript" / "bin" / "tsc"


@click.command()
@click.argument("names", metavar="[EXHIBIT]...", nargs=-1)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit status 1 if a drawing.js would change.")
@pack_option
def bundle(names: tuple[str, ...], *, only_check: bool, pack: Path | None) -> None:
    """Make drawing.js of each exhibit's drawing.ts, after a check of its types; of all exhibits, if none is named."""
    root = pack_folder(pack)
    all_names = sorted(source.parent.name for source in (root / "exhibits").glob(f"*/{SOURCE}"))
    for name in names:
        if name not in all_names:
            raise click.ClickException(
                f"{near(root / 'exhibits')} has no {name}/{SOURCE}.{suggestion(name, all_names)}"
            )
    folders = [root / "exhibits" / name for name in names or all_names]
    trees = [read_exhibit_folder(folder, root) for folder in folders]
    if not folders:
        return
    node = find_tools()
    check_types(node, folders)
    changed = []
    for folder, tree, script in zip(folders, trees, bundled(node, folders), strict=True):
        text = mark_of(tree) + script
        if tree.get(SCRIPT) != text:
            changed.append(folder / SCRIPT)
            if not only_check:
                (folder / SCRIPT).write_text(text, encoding="utf-8")
    for path in changed:
        click.echo(near(path))
    if only_check and changed:
        raise click.ClickException("These are not what quintain bundle makes of the TypeScript beside them. Run it.")


def read_exhibit_folder(folder: Path, root: Path) -> Mapping[str, str]:
    """Read a folder as the pack's reader does; what it refuses, such as a link, ends the command."""
    shown = PurePosixPath("exhibits", folder.name)
    collector = ProblemCollector("exhibit", shown)
    if folder.is_symlink():
        collector.add("E010", f"{folder.name} is a link.")
        tree: Mapping[str, str] = {}
    else:
        tree = read_tree(folder, collector, shown)
    if collector.problems:
        print_problems(collector.problems, root, Console(stderr=True))
        raise SystemExit(1)
    return tree


def find_tools() -> Node:
    """Return a Node with the tools of the front end, or end the command with a sentence on where they are."""
    if not BUNDLER.is_file():
        message = (
            "The bundler is in a clone of Quintain's repository. Clone it, and run ./quintain bundle --pack DIR there."
        )
        raise click.ClickException(message)
    node = bring_tools()
    if node is None:
        raise click.ClickException(f"Nothing was bundled: {MISSING}.")
    return node


def check_types(node: Node, folders: Sequence[Path]) -> None:
    """End the command with what the compiler says of the drawings, if it says anything."""
    with tempfile.TemporaryDirectory(prefix="quintain-bundle-") as place:
        sheet = {"extends": str(FRONT_END / "tsconfig.json"), "include": [f"{folder}/*.ts" for folder in folders]}
        project = Path(place, "tsconfig.json")
        project.write_text(json.dumps(sheet), encoding="utf-8")
        done = node.run(COMPILER, "--project", project)
    if done.returncode:
        raise click.ClickException(f"The compiler refuses a drawing.\n{done.stdout}{done.stderr}".rstrip())


def bundled(node: Node, folders: Sequence[Path]) -> Sequence[str]:
    """Return one script for each folder, or end the command with what the bundler says."""
    done = node.run(BUNDLER, *folders)
    if done.returncode:
        raise click.ClickException(f"The bundler refuses a drawing.\n{done.stderr}".rstrip())
    scripts: list[str] = json.loads(done.stdout)
    return scripts
