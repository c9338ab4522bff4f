"""What a scene lets an exploit do is read from its source, and nothing of it is run."""

from pathlib import Path

from quintain.packs import load_lab
from quintain.packs.scenes import Act, acts_of

LABS = Path(__file__).parents[2] / "content" / "python-security" / "labs"

SOURCE = '''
raise SystemExit("a page does not run this")

def scene(box, canary, rng):
    def write(text, *, to="all"):
        """Send a text of yours;
        return the `letter`.

        Not more than one.
        """

    def other():
        pass

    return {"write": write, "second": other, "third": lambda month: month, "fourth": box.call}
'''


def test_each_function_is_named_as_it_is_called_and_described_by_its_first_paragraph() -> None:
    """By the name that the exploit imports; of a function that is found nowhere, there is only the name."""
    assert acts_of(SOURCE) == (
        Act("write(text, *, to='all')", "Send a text of yours; return the letter."),
        Act("second()", ""),
        Act("third(month)", ""),
        Act("fourth(…)", ""),
    )


def test_a_vulnerable_version_is_asked_by_a_letter() -> None:
    """A lab whose program no kind of questions fits has nothing but its scene."""
    lab = load_lab(LABS / "vulnerable-versions")
    assert lab.break_
    acts = acts_of((lab.folder / lab.break_.scene).read_text())
    assert [act.call for act in acts] == ["letter(text)"]
