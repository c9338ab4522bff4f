"""A failed assertion is told in words that somebody understands who has not read the test."""

from pathlib import Path

import pytest

from quintain.judge.loading import Script, load, read
from quintain.judge.worker.assertions import assertion_in, explanation_of, gist_of


def told(tmp_path: Path, body: str) -> str:
    """Run one test and give the sentence about its failure."""
    path = tmp_path / "test_it.py"
    path.write_text(f"import pytest\nfrom quintain.judge import Raised, Died\ndef test_it():\n    {body}\n")
    script: Script = read(path)
    try:
        load(script)["test_it"]()
    except (AssertionError, pytest.fail.Exception) as error:
        return gist_of(explanation_of(error), assertion_in(error, script))
    return ""


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("assert 401 == 200", "expected 200, got 401"),
        ("status = 401; assert 200 == status", "expected 200, got 401"),
        ("status = 401; assert status == 200, 'signing in'", "signing in: expected 200, got 401"),
        ("text = 'a == b'; assert text == 'c == d'", "expected 'c == d', got 'a == b'"),
        ("found = None; assert found is True", "expected True, got None"),
        ("assert 'x' in 'yz'", "'x' is missing in 'yz'"),
        ("assert 'x' not in 'xyz'", "'x' must not be in 'xyz'"),
        ("size = 3; assert size < 2", "expected less than 2, got 3"),
        ("size = 3; assert size >= 4", "expected 4 at least, got 3"),
        ("size = 3; assert size != 3", "expected anything but 3, and got it"),
        ("text = 'a'; assert text.startswith('b')", "expected something that begins with 'b', got 'a'"),
        ("text = 'a' * 999; assert text == 'b'", "expected 'b', got 'aaaaaaaaa"),
        ("text = 'a'; assert text.endswith('b')", "expected something that ends with 'b', got 'a'"),
        ("text = 'a'; assert text.isdigit()", "this is not so: text.isdigit()"),
        ("assert not [1]", "expected nothing, got [1]"),
        ("leaked = True; assert not leaked", "expected False, got True"),
        ("found = 'x'; assert found is None", "expected None, got 'x'"),
        ("found = None; assert found is not None", "expected something, got None"),
        ("found = []; assert found", "expected something, got []"),
        ("code, err = 1, b'No.'; assert code == 0, err", "expected 0, got 1"),
        ("code, err = 1, ''; assert code == 1 and err", "expected something, got ''"),
        ("code, err = 0, 'x'; assert code == 1 and err", "expected 1, got 0"),
        ("code = 3; assert code == 1 or code == 2", "this is not so: code == 1 or code == 2"),
        ("assert all(n > 1 for n in (1, 2))", "this is not so: all((n > 1 for n in (1, 2)))"),
        ("size = 9; assert 0 < size < 5", "expected 1 to 4, got 9"),
        ("answer = {'status': 200}; assert 400 <= answer['status'] < 500", "expected 400 to 499, got 200"),
        ("answer = {'status': 503}; assert 400 <= answer['status'] <= 499", "expected 400 to 499, got 503"),
        ("size = None; assert 0 < len('abc') < 3", "expected 1 to 2, got 3"),
        ("size, most = 9, 5; assert 0 < size < most", "this is not so: 0 < size < most"),
        ("assert 1 == 0", "expected 0, got 1"),
        ("\n    with pytest.raises(Raised):\n        pass", "the program should have refused this with an exception"),
        ("\n    with pytest.raises(Died):\n        pass", "the program should not have answered this, and did"),
        ("raise AssertionError('The page has no forms')", "The page has no forms"),
    ],
)
def test_what_was_expected_is_said(tmp_path: Path, body: str, sentence: str) -> None:
    """No ``assert 1 == 0``, and no ``DID NOT RAISE Raised``."""
    assert told(tmp_path, body).startswith(sentence)
