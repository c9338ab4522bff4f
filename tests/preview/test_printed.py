"""What a program has printed, made fit to be read: bounded, whole lines, and no frame of ours."""

import pytest

from quintain.preview.printed import MOST_SHOWN_BYTES, NOTHING, Printed, shown

GROUP = """\
  + Exception Group Traceback (most recent call last):
  |   File "/box/inside/web.py", line 78, in run_wsgi
  |     super().run_wsgi()
  |     ~~~~~~~~~~~~~~~~^^
  |   File "/lab/shop.py", line 12, in stack
  |     raise ExceptionGroup("both", errors)
  | ExceptionGroup: both (1 sub-exception)
"""
STACK = """\
  File "/init/zygote.py", line 218, in <module>
    main()
  File "/box/main.py", line 14, in <module>
    Dispatcher(channel, helper).serve()
  File "/lab/shop.py", line 3, in <module>
    traceback.print_stack()
"""


def test_what_was_printed_is_shown_as_it_is() -> None:
    """Markup is text like any other."""
    assert shown("<b>größe</b>\n".encode()) == Printed("<b>größe</b>\n")
    assert shown(b"") == NOTHING


def test_of_a_flood_the_end_is_shown_from_a_whole_line_on() -> None:
    """Sixteen kibibytes at most, and the reader is told that there was more."""
    printed = shown(b"".join(b"line %d\n" % number for number in range(10_000)))
    assert printed.is_cut
    assert len(printed.text) <= MOST_SHOWN_BYTES
    assert printed.text.startswith("line ")
    assert printed.text.endswith("line 9999\n")


def test_what_just_fits_is_whole() -> None:
    """Neither one byte less nor one line less."""
    whole = b"x" * (MOST_SHOWN_BYTES - 1) + b"\n"
    assert shown(whole) == Printed(whole.decode())
    assert shown(b"before\n" + whole) == Printed(whole.decode(), is_cut=True)


def test_flood_without_an_end_of_line_is_cut_all_the_same() -> None:
    """A letter may be cut in two then."""
    printed = shown("ä".encode() * MOST_SHOWN_BYTES + b"!")
    assert printed.is_cut
    assert len(printed.text.encode()) <= MOST_SHOWN_BYTES + 8
    assert printed.text.endswith("ä!")


def test_letter_of_which_a_part_is_still_to_come_waits() -> None:
    """Nobody sees it flicker; bytes that are no text are shown as such."""
    assert shown("dr\u00e9".encode()[:-1]) == Printed("dr")
    assert shown(b"\xff\n") == Printed("\ufffd\n")


@pytest.mark.parametrize("stack", [GROUP, STACK], ids=["group", "stack"])
def test_frames_of_ours_are_left_out(stack: str) -> None:
    """With their source and carets; the learner's stay, and all that is around them."""
    text = shown(f"before\n{stack}after\n".encode()).text
    assert "/box/" not in text
    assert "/init/" not in text
    assert "run_wsgi" not in text
    assert "^^" not in text
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert stack[stack.index('File "/lab/shop.py"') :] in text


def test_line_that_only_speaks_of_our_folder_stays() -> None:
    """A learner may print any path."""
    assert shown(b'open("/box/main.py")\nFile "/lab/box/a.py"\n').text.count("\n") == 2
