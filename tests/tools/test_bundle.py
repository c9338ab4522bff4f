"""``quintain bundle``: the script that browsers run is made of an exhibit's TypeScript, and of nothing else."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from quintain_tools import bundle as command
from quintain_tools.frontend import MISSING, bring_tools

from quintain.cli.main import main
from quintain.packs.exhibits import read_exhibit

EXHIBIT = Path(__file__).parents[1] / "journeys" / "own_exhibit"
MADE_OF_OTHER = "quintain-source:0000"


@pytest.fixture(autouse=True)
def node() -> None:
    """Skip where there is no Node; the front end's gates say so as well."""
    if bring_tools() is None:
        pytest.skip(MISSING)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A folder with one exhibit, outside of the repository, whose script was made of another drawing."""
    exhibit = tmp_path / "pack" / "exhibits" / "sizes"
    shutil.copytree(EXHIBIT, exhibit, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "pack" / "pack.toml").touch()
    (exhibit / "drawing.js").write_text(f"// {MADE_OF_OTHER}\n")
    return tmp_path / "pack"


def run(pack: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["bundle", *words, "--pack", str(pack)])


def script(pack: Path) -> str:
    return (pack / "exhibits/sizes/drawing.js").read_text(encoding="utf-8")


def test_the_script_is_what_the_pack_s_reader_asks_for(pack: Path) -> None:
    """It holds the files of the folder, imports what drawings share by its name, and says what it was made of."""
    assert [problem.id for problem in read_exhibit(pack / "exhibits/sizes")[1]] == ["exhibit.E016"]
    result = run(pack)
    assert result.exit_code == 0, result.output
    assert result.output.endswith("exhibits/sizes/drawing.js\n")
    exhibit, problems = read_exhibit(pack / "exhibits/sizes")
    assert (exhibit and exhibit.drawing, problems) == (script(pack), [])
    assert script(pack) == (EXHIBIT / "drawing.js").read_text(encoding="utf-8")
    assert 'from"quintain/exhibits"' in script(pack)
    assert "./bars" not in script(pack)


def test_what_is_made_already_is_left_alone(pack: Path) -> None:
    """A second run says nothing and writes nothing."""
    run(pack)
    before = (pack / "exhibits/sizes/drawing.js").stat().st_mtime_ns
    result = run(pack, "sizes")
    assert (result.exit_code, result.output) == (0, "")
    assert (pack / "exhibits/sizes/drawing.js").stat().st_mtime_ns == before


def test_a_check_writes_nothing(pack: Path) -> None:
    """It fails where a script is not what the command would write, even if its first line is right."""
    result = run(pack, "--check")
    assert result.exit_code == 1
    assert "These are not what quintain bundle makes of the TypeScript beside them." in result.output
    assert MADE_OF_OTHER in script(pack)
    run(pack)
    assert run(pack, "--check").exit_code == 0
    other = script(pack).replace('"characters"', '"letters"')
    assert other != script(pack)
    (pack / "exhibits/sizes/drawing.js").write_text(other, encoding="utf-8")
    assert run(pack, "--check").exit_code == 1
    assert script(pack) == other


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('import { h } from "../other/bars.ts";\nexport default h;\n', "../other/bars.ts"),
        ("export default (): number => 'two';\n", "not assignable to type 'number'"),
        ("export const sizes = 2;\n", "drawing.ts has no default export"),
        ('export default () => import("/static/dist/app.js");\n', "Cannot find module"),
    ],
)
def test_a_faulty_drawing_is_refused(pack: Path, text: str, said: str) -> None:
    """The author reads what is wrong, and the script stays as it was."""
    (pack / "exhibits/other").mkdir()
    (pack / "exhibits/other/bars.ts").write_text('export { h } from "quintain/exhibits";\n')
    (pack / "exhibits/sizes/drawing.ts").write_text(text)
    result = run(pack)
    assert result.exit_code == 1
    assert said in result.output
    assert MADE_OF_OTHER in script(pack)


def test_an_import_from_another_folder_is_refused(pack: Path) -> None:
    """An exhibit is one folder: its digest tells of every file that it is drawn by."""
    (pack / "exhibits/other").mkdir()
    (pack / "exhibits/other/bars.ts").write_text("export const two = 2;\n")
    (pack / "exhibits/sizes/drawing.ts").write_text(
        'import { two } from "../other/bars.ts";\nexport default () => two;\n'
    )
    result = run(pack)
    assert result.exit_code == 1
    assert "sizes/drawing.ts:1:20:" in result.output
    assert 'A drawing imports "quintain/exhibits" and files of its own folder such as "./name.ts"' in result.output


def test_no_link_is_written_through(pack: Path, tmp_path: Path) -> None:
    """A script that is a link would have another file written."""
    (tmp_path / "elsewhere").write_text("kept")
    (pack / "exhibits/sizes/drawing.js").unlink()
    (pack / "exhibits/sizes/drawing.js").symlink_to(tmp_path / "elsewhere")
    result = run(pack)
    assert result.exit_code == 1
    assert "drawing.js is a link." in result.output
    assert (tmp_path / "elsewhere").read_text() == "kept"


def test_an_unknown_name_is_told(pack: Path) -> None:
    """A slip of the keyboard gets the right name."""
    result = run(pack, "sizs")
    assert result.exit_code == 1
    assert 'sizs/drawing.ts. Did you mean "sizes"?' in result.output


def test_without_a_clone_the_command_says_where_its_tools_are(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed package shows exhibits, and makes no scripts."""
    monkeypatch.setattr(command, "BUNDLER", pack / "drawings.mjs")
    result = run(pack)
    assert result.exit_code == 1
    assert "The bundler is in a clone of Quintain's repository." in result.output
