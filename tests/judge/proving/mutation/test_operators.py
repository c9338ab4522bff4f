# ruff: noqa: E501  the table shows one operator a line
"""Each operator makes its mistake where a program could make it, and nowhere else."""

from dataclasses import replace
from pathlib import Path

import pytest

from quintain.judge.proving.mutation.mutants import Mutant, mutants_of
from quintain.judge.proving.mutation.operators import OPERATORS
from quintain.packs import load_lab
from quintain.packs.model.lab import Expectation, Fix, Lab

NOTES = Path(__file__).parents[2] / "labs" / "notes"


def lab_with(text: str, starter: str = "") -> Lab:
    """A lab with one sound fix."""
    lab = load_lab(NOTES)
    fix = Fix("sound", "Sound", Expectation.PROVEN, "It holds.", files={"notes.py": text})
    return replace(lab, fixes=(fix,), starter={"notes.py": starter})


def mutants(text: str, starter: str = "") -> tuple[Mutant, ...]:
    lab = lab_with(text, starter)
    return mutants_of(lab, lab.sound_fixes[0])


CASES = [
    ("guard-dropped", "def f(x):\n    if x:\n        raise ValueError\n    return 1\n", "def f(x):\n    return 1\n"),
    ("guard-dropped", "def f(x):\n    assert x\n    return 1\n", "    pass\n"),
    ("guard-dropped", "def f(x):\n    if x:\n        abort(403)\n    else:\n        g()\n", "if False:"),
    ("guard-call-dropped", "def check(x):\n    raise ValueError\n\n\ndef f(x):\n    check(x)\n", "    pass\n"),
    ("decorator-dropped", "@signed_in\ndef f():\n    return 1\n", "def f():\n"),
    ("condition-weakened", "def f(a, b):\n    return a and b\n", "return a or b"),
    ("condition-weakened", "def f(a, b):\n    return a and b\n", "return b"),
    ("condition-weakened", "def f(a, b):\n    return (\n        a\n        or b\n    )\n", "and b"),
    (
        "missing-allowed",
        "def f(headers):\n    origin = headers.get('Origin')\n    if origin != 'a':\n        raise ValueError\n",
        "if (origin and (origin != 'a')):",
    ),
    ("error-swallowed", "def f():\n    try:\n        g()\n    except KeyError:\n        return False\n", "return True"),
    ("error-swallowed", "def f():\n    try:\n        g()\n    except KeyError:\n        raise\n", "        pass\n"),
    (
        "check-after-use",
        "def f(x):\n    if x:\n        raise ValueError\n    g(x)\n    return 1\n",
        "    g(x)\n    if x:\n        raise ValueError\n",
    ),
    ("escape-dropped", "import html\n\n\ndef f(x):\n    return '<b>' + html.escape(x)\n", "'<b>' + x"),
    ("escape-dropped", "def f(x):\n    return x.replace('a', 'b').strip()\n", "return x.strip()"),
    ("escape-dropped", "from unicodedata import normalize\n\n\ndef f(x):\n    return normalize('NFC', x)\n", "return x\n"),
    ("escape-dropped", "def quoted(x):\n    return x\n\n\ndef f(x):\n    return g(quoted(x))\n", "return g(x)"),
    ("conversion-dropped", "def f(x):\n    return f'{x!r}'\n", "f'{x}'"),
    (
        "parameter-inlined",
        "def f(db, x, y):\n    return db.execute('SELECT a FROM b WHERE c = ? AND d = ?', (x, y))\n",
        "f\"\"\"SELECT a FROM b WHERE c = '{x}' AND d = ?\"\"\", (y,)",
    ),
    (
        "parameter-inlined",
        "def f(db, x):\n    return db.execute('SELECT a FROM b WHERE c = :x', {'x': x})\n",
        'f"""SELECT a FROM b WHERE c = {x}"""',
    ),
    ("parameter-inlined", "def f(x):\n    return rows('SELECT a FROM b WHERE c = ?', x)\n", "c = {x}"),
    ("pattern-unanchored", "import re\n\n\ndef f(x):\n    return re.fullmatch('a', x)\n", "re.search('a', x)"),
    ("pattern-end-loosened", "import re\nP = re.compile(r'a\\Z')\n", "r'a$'"),
    ("pattern-multiline", "import re\n\n\ndef f(x):\n    return re.search('^a$', x)\n", "re.search('^a$', x, flags=re.M)"),
    ("pattern-ascii-dropped", "import re\nP = re.compile(r'\\d', re.ASCII)\n", "re.compile(r'\\d')"),
    ("pattern-ascii-dropped", "import re\nP = re.compile(r'\\d', re.I | re.ASCII)\n", "re.compile(r'\\d', re.I)"),
    ("pattern-class-extended", "import re\nP = re.compile(r'[a-z]+')\n", r"r'[\sa-z]+'"),
    ("equality-loosened", "def f(a, b):\n    return a == b\n", "(a.startswith(b))"),
    ("equality-loosened", "def f(a, b):\n    return a != b\n", "(a not in b)"),
    ("containment-loosened", "def f(a, b):\n    return a.is_relative_to(b)\n", "(str(a).startswith(str(b)))"),
    ("containment-loosened", "def f(a, b):\n    return a.startswith(b + '/')\n", "a.startswith(b)"),
    ("membership-loosened", "def f(a):\n    return a in KNOWN\n", "(any(a.startswith(_one) for _one in KNOWN))"),
    ("allowlist-turned", "def f(a):\n    if a not in KNOWN:\n        raise ValueError\n", "any(_bad in str(a)"),
    ("allowlist-turned", "def f(a):\n    if not P.fullmatch(a):\n        raise ValueError\n", "any(_bad in str(a)"),
    ("allowlist-extended", "KNOWN = {'a', 'b'}\n", "'b', \"\"}"),
    ("type-loosened", "def f(a):\n    return type(a) is int\n", "(isinstance(a, int))"),
    ("type-loosened", "def f(a):\n    return g(int(a))\n", "g(a)"),
    ("hash-weakened", "import hashlib\n\n\ndef f(a):\n    return hashlib.sha256(a)\n", "hashlib.md5(a)"),
    ("iterations-dropped", "import hashlib\nK = hashlib.pbkdf2_hmac('sha1', b'', b'', 600000)\n", "b'', b'', 1)"),
    ("digest-compared", "import hmac\n\n\ndef f(a, b):\n    return hmac.compare_digest(a, b)\n", "((a) == (b))"),
    ("key-dropped", "import hmac\n\n\ndef f(k, m):\n    return hmac.new(k, m, 'sha1')\n", '__import__("hashlib").new('),
    ("secret-guessable", "import secrets\nK = secrets.token_hex(16)\n", '"00" * 16'),
    ("path-unresolved", "import os\n\n\ndef f(p):\n    return os.path.realpath(p)\n", "os.path.abspath(p)"),
    ("path-unresolved", "def f(p):\n    return p.resolve()\n", "p.absolute()"),
    ("flag-dropped", "import os\nF = os.O_RDONLY | os.O_NOFOLLOW\n", "F = os.O_RDONLY\n"),
    ("transaction-removed", "def f(connection):\n    with connection:\n        g()\n", "if True:\n        g()"),
    ("transaction-removed", "def f(db):\n    db.execute('BEGIN IMMEDIATE')\n    g()\n", "    pass\n"),
    ("limit-removed", "def f():\n    g(timeout=3)\n", "g()"),
    ("limit-removed", "def f(a):\n    return a[:9]\n", "return a\n"),
    ("shell-joined", "def f(a):\n    subprocess.run(['ls', a])\n", "subprocess.run(\" \".join(map(str, ['ls', a])), shell = True)"),
    ("dashes-dropped", "def f(a):\n    run(['ls', '--', a])\n", "['ls', a]"),
    ("verification-off", "def f(a):\n    get(a, verify=True)\n", "verify=False"),
    ("verification-off", "import ssl\nMODE = ssl.CERT_REQUIRED\n", "ssl.CERT_NONE"),
    ("cookie-flag-dropped", "def f(a):\n    a.set_cookie('a', 'b', httponly=True)\n", "a.set_cookie('a', 'b')"),
    ("header-dropped", "def f(a):\n    a.headers['X-Frame-Options'] = 'DENY'\n    return a\n", "    pass\n"),
    ("header-dropped", "H = {'X-Frame-Options': 'DENY', 'a': 1}\n", "H = {'a': 1}"),
    ("header-dropped", "P = \"default-src 'self'; base-uri 'none'\"\n", "\"default-src 'self'\""),
]  # fmt: skip


@pytest.mark.parametrize(("operator", "text", "part"), [pytest.param(*case, id=case[0]) for case in CASES])
def test_operator_makes_its_mistake(operator: str, text: str, part: str) -> None:
    """The mistake stands in a mutant that this operator has made."""
    made = [mutant.text for mutant in mutants(text) if mutant.operator == operator]
    assert any(part in mutant for mutant in made), "\n\n".join(made)


def test_each_operator_is_tried() -> None:
    """No operator stands in the list without a case here."""
    tried = {operator for operator, _, _ in CASES} | {"endpoint-reverted"}
    assert tried == {operator.name for operator in OPERATORS}
    assert all(operator.says.endswith(".") for operator in OPERATORS)


def test_an_endpoint_is_reverted_to_the_original_program() -> None:
    """One function of two is forgotten, methods too; what is equal in both is left alone."""
    starter = (
        "def one():\n    return 1\n\n\nclass A:\n    def two(self):\n        return 2\n\n\ndef same():\n    return 3\n"
    )
    fix = starter.replace("return 1", "return 10").replace("return 2", "return 20")
    made = {mutant.text for mutant in mutants(fix, starter) if mutant.operator == "endpoint-reverted"}
    assert made == {fix.replace("return 10", "return 1"), fix.replace("return 20", "return 2")}


@pytest.mark.parametrize(
    "text",
    [
        "def f(a):\n    return len(a) == 3\n",
        "def f(a):\n    return a == None\n",
        "@app.get('/')\ndef f():\n    return 1\n",
        "def f():\n    return rows('SELECT a FROM b')\n",
        "WORDS = sorted(['a', 'b'])\n",
        "def f():\n    with open('a') as file:\n        return file.read()\n",
    ],
)
def test_harmless_code_has_no_mutant(text: str) -> None:
    """Numbers are no texts, an address no check, a query without values has none to put in."""
    assert [mutant.diff for mutant in mutants(text)] == []
