"""``quintain record``: an exhibit's numbers, and the figure that is drawn of them."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quintain.cli.main import main

SCRIPT = """\
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "sums"))

from sums import total

def record():
    return {"total": total(2, 3), "word": "größer"}

def draw(data):
    return f"<svg>{data['total']}</svg>\\n"
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A folder with one exhibit, which imports from a lesson."""
    for name, text in {
        "pack.toml": "",
        "lessons/sums/sums.py": "def total(a, b):\n    return a + b\n",
        "exhibits/dial/record.py": SCRIPT,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(pack: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["record", *words, "--pack", str(pack)])


def test_numbers_and_figure_are_written(pack: Path) -> None:
    """Numbers as one line of JSON in plain letters, and the figure of just these numbers."""
    result = run(pack, "dial")

    assert result.exit_code == 0, result.output
    assert [Path(line).name for line in result.output.splitlines()] == ["data.json", "figure.svg"]
    assert (pack / "exhibits/dial/data.json").read_text(encoding="utf-8") == '{"total":5,"word":"größer"}\n'
    assert (pack / "exhibits/dial/figure.svg").read_text(encoding="utf-8") == "<svg>5</svg>\n"


def test_a_figure_is_drawn_without_measuring_anew(pack: Path) -> None:
    """With --figure the numbers stay as they are, whoever wrote them."""
    (pack / "exhibits/dial/data.json").write_text('{"total": 7}', encoding="utf-8")

    result = run(pack, "dial", "--figure")

    assert result.exit_code == 0, result.output
    assert (pack / "exhibits/dial/data.json").read_text(encoding="utf-8") == '{"total": 7}'
    assert (pack / "exhibits/dial/figure.svg").read_text(encoding="utf-8") == "<svg>7</svg>\n"


def test_what_a_script_imported_is_forgotten(pack: Path) -> None:
    """Two lessons may each have a module of one name."""
    places = list(sys.path)

    run(pack, "dial")

    assert (sys.path, "sums" in sys.modules) == (places, False)


def test_an_unknown_name_is_told_before_anything_runs(pack: Path) -> None:
    """A slip of the keyboard gets the right name, and no other exhibit is written."""
    result = run(pack, "dial", "dail")

    assert result.exit_code == 1
    assert 'dail/record.py. Did you mean "dial"?' in result.output
    assert not (pack / "exhibits/dial/data.json").exists()


def test_a_script_without_its_functions_is_told(pack: Path) -> None:
    """Whoever wrote a plain script learns what is asked for."""
    (pack / "exhibits/dial/record.py").write_text("print(1)\n", encoding="utf-8")

    result = run(pack, "dial")

    assert result.exit_code == 1
    assert "defines no record(). It needs record() and draw(data)." in result.output
