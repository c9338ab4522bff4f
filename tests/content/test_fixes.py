"""What a lesson shows as a fix stops the attack of that lesson, and the intended use still works."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.content.test_lessons import LESSONS, printed

CHANGE = re.compile(r"^```change (\S+) (\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fix:
    """One change that a lesson shows: both sides run the same attack, and patterns tell from the output if it worked.

    `harm` is found in what the weak side prints, and not in what the fixed side prints. `use` is found in both.
    """

    weak: str
    fixed: str
    harm: str
    use: str


FIXES = (
    Fix("asymmetric-encryption/before", "asymmetric-encryption/after", r"attacker: +310000|change: +620000", "read by"),
    Fix("authentication-basics/before", "authentication-basics/after", r"/export.csv +200", r"/login +200"),
    Fix(
        "authentication-weaknesses/before",
        "authentication-weaknesses/after",
        "no such user|: 0,|, The password is wrong",
        "ines: 200",
    ),
    Fix("bishop-principles/before", "bishop-principles/after", r"DELETED +True", r"ACTIVE +True"),
    Fix(
        "case-british-airways/before",
        "case-british-airways/after",
        "poisoned script: runs|any host",
        "good script: runs",
    ),
    Fix("case-strava/before", "case-strava/after", r"base: (?!0 )\d+ of 32", "city: 253 of 253"),
    Fix("certificates/before", "certificates/after", "attacker: connected", "shop: connected"),
    Fix(
        "cia-triad/lockout",
        "cia-triad/devices",
        "right password, (laptop|phone): locked",
        "of 1000 guesses, compared: 3",
    ),
    Fix("code-injection/before", "code-injection/after", "k3y", "sales of 2026"),
    Fix("command-injection/before", "command-injection/after", r"frames/ injected|\] /srv", r"cat\.png"),
    Fix("consequences/till", "consequences/till_after", "4111 1111|737", "charging"),
    Fix("cryptography-basics/before", "cryptography-basics/after", "amount=9010", "reads: +amount=0010"),
    Fix(
        "cryptography-in-python/before", "cryptography-in-python/after", "database: True|penicillin: yes", "equal notes"
    ),
    Fix("dealing-with-redos/header_before", "dealing-with-redos/header_after", r'^"a\\" +"a\\"$', r'^"abc" +"abc"$'),
    Fix("defense-in-depth/together", "defense-in-depth/separate", "ada borrows", "borrows the saw"),
    Fix(
        "denylists-allowlists/denylist", "denylists-allowlists/allowlist", r"(file:|0\.0\.0\.0).* fetch", "today +fetch"
    ),
    Fix("dependency-checking/before", "dependency-checking/after", "attacker's accepted", "our +accepted"),
    Fix("deserialisation/before", "deserialisation/after", "it ran|'count': -2", "'count': 2}"),
    Fix("devops-ci-cd/before", "devops-ci-cd/after", r" works$", "pull request"),
    Fix("digital-signature/before", "digital-signature/after", ": admin", "genuine: zoe"),
    Fix("errors/before", "errors/after", "(directory down|roles as a string): 200", "ada: 200 OK"),
    Fix("format-strings/before", "format-strings/after", "b7f3-31aa|5000000. characters", "Hello Zoe!"),
    Fix("hardening/before", "hardening/after", " works$|security.W", "read a page"),
    Fix("hybrid-encryption/before", "hybrid-encryption/after", "pay 9100", "The bank"),
    Fix("injection-attacks/sinks", "injection-attacks/fixed", r"Dune|--ran|invalid option|4711| 42$", "^template"),
    Fix("integer-overflow/before", "integer-overflow/after", r"-997,538 +allowed: True", "50,000,000 +allowed: True"),
    Fix(
        "integers-in-python/before",
        "integers-in-python/after",
        r"integer of \d\d,\d+ bits|^19\.999 .*cents$(?<!whole cents)|InvalidOperation",
        r"^19\.99 +.*1999 cents",
    ),
    Fix(
        "key-exchange/before", "key-exchange/after", r"attacker has the \w+'s secret True", "between: same secret True"
    ),
    Fix("lab-unsafe-native-code/before", "lab-unsafe-native-code/after", "admin: True", "zoe +admin: False"),
    Fix("malicious-packages/before", "malicious-packages/after", r"(start|moved) +\| nothing", r"function *\| nothing"),
    Fix("mfa/before", "mfa/after", "attacker note: +200", "owner +note: +200"),
    Fix("native-best-practices/before", "native-best-practices/after", "server has ended", "12 x 8"),
    Fix("other-numeric-problems/before", "other-numeric-problems/after", "balance nan|nan +allowed", "30 +allowed"),
    Fix("outbound-passwords/before", "outbound-passwords/after", "^log: .*7Q2F9X4K", "^log: Bank"),
    Fix("overflow-ctypes-numpy/before", "overflow-ctypes-numpy/after", r" -2,969,672|[^.\d]1\.46", r"44\.48"),
    Fix("password-management/before", "password-management/after", "same hash: True", "right password: True"),
    Fix("path-canonicalization/before", "path-canonicalization/after", "WRONG", r"^scales.txt +inside"),
    Fix("path-traversal/before", "path-traversal/after", "tuba|D minor", "C D E F"),
    Fix("path-traversal-best-practices/before", "path-traversal-best-practices/after", "Ada's essay +by Ada", "by Zoe"),
    Fix("path-traversal-examples/before", "path-traversal-examples/after", "OVERWRITTEN|LEAKED", "homework +unpacked"),
    Fix("python-platform-security/before", "python-platform-security/after", "uploaded module runs", '"apples": 3'),
    Fix("regex-validation/cookie", "regex-validation/cookie_after", r"'; HttpOnly", r"user=anna; HttpOnly"),
    Fix("saltzer-schroeder/before", "saltzer-schroeder/after", r"ada .*\nada ", "ada earns 5200"),
    Fix(
        "secure-coding-principles/before",
        "secure-coding-principles/after",
        "(UNION|broken|NaN|minus).*paid",
        "order +paid 20",
    ),
    Fix("secure-coding-principles/before", "secure-coding-principles/after", "the log +yes", "order +paid 20"),
    Fix("signed-numbers/frames", "signed-numbers/fixed", "1,000,000 bytes", "read 5 bytes"),
    Fix(
        "sql-injection/library",
        "sql-injection/fixed",
        r"(comment|condition|number|union) +\[[^\]]|syntax error",
        r"right PIN +\['zoe",
    ),
    Fix("stride/webhook_before", "stride/webhook_after", "^[2-5] .*True", "honest +True"),
    Fix("symmetric-encryption/before", "symmetric-encryption/after", ": True", "equal nonces"),
    Fix("system-leakage/before", "system-leakage/after", r"text='[^']*(bob|bank\.internal|order 9)", "a kettle"),
    Fix("template-injection/before", "template-injection/after", "Hello (k3y|49)", "Hello Zoe"),
    Fix("totp/before", "totp/narrow", "630 seconds|21 of", "used once: +True"),
    Fix("totp/narrow", "totp/after", "used twice: True", "used once: +True"),
    Fix(
        "validation-principles/quantity_before",
        "validation-principles/quantity_after",
        r"(True|2\.5|nan) +\1|TypeError",
        r"^ +3 +3",
    ),
    Fix("validation-vs-transformation/before", "validation-vs-transformation/after", "^/refund", "refund|refused"),
    Fix("virtual-resources/before", "virtual-resources/after", "environ +read|MemoryError", "notes.txt +read"),
    Fix("what-is-security/shop", "what-is-security/shop_after", r": \d+(\.\d)?$|loses in (?!0 )", "8 of 8 tests pass"),
    Fix("windows-paths/before", "windows-paths/after", "Passwords.txt +C:|device", "report.txt +C:"),
)
ELSEWHERE = {
    "hashing": "both sides print the same; extend.py attacks both",
    "mac": "both sides print the same; the attack is the time of a comparison",
    "random-numbers": "each side prints facts of its own; clone.py attacks the weak side",
}
WITHOUT_ATTACK = {
    "aggregation": "the fix limits what all answers together tell; one answer alone is neither right nor wrong",
    "assessing-environment": "a search of packages, which finds more",
    "detecting-vulnerable-components": "a search of calls, which finds more",
    "native-dependence": "a search of native files, which finds more",
    "patch-management": "an order of work",
    "vulnerability-databases": "an evaluation of ranges of versions",
}
# Attacks of the lessons that are scripts beside both sides: what each prints if the attack works, and if it does not.
ATTACKS = (
    ("format-strings/in_django", r"^b7f3-31aa$", r"^\{0\.__html__.*\} Zoe$"),
    ("hashing/extend", r"^sha256.*salaries\.pdf", r"^HMAC: +refused$"),
    ("cryptography-basics/flips", r"before\.py: (?!0 )\d+ of", r"after\.py: +0 of"),
    ("integer-overflow/find", r"^before disagrees with int in (?!0 )", r"^after +disagrees with int in 0 of"),
    ("integers-in-python/find", r"^before .*1e30000", r"^after .*: nothing$"),
    ("other-numeric-problems/find", r"^before accepts: (?!nothing)", r"^after +accepts: nothing$"),
    ("overflow-ctypes-numpy/find", r"^before is wrong for: (?!nothing)", r"^after +is wrong for: nothing$"),
    ("virtual-resources/waiting", r"^before: still waiting$", r"^after: +not a regular file$"),
)


def shown(name: str) -> str:
    """Return what a code file of a lesson prints."""
    return printed(LESSONS / f"{name}.py")


def in_lesson(lesson: str, code: str, *arguments: str) -> str:
    """Return what code prints that runs in the folder of a lesson."""
    run = subprocess.run(
        [sys.executable, "-B", "-c", code, *arguments],
        cwd=LESSONS / lesson,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return run.stdout


@pytest.mark.sample(most=8)
@pytest.mark.parametrize("fix", FIXES, ids=lambda fix: f"{fix.fixed}-{fix.harm[:8]}")
def test_a_fix_stops_the_attack_that_its_lesson_shows(fix: Fix) -> None:
    """The attack works against the weak side and not against the fixed side; both still do what they are for."""
    weak, fixed = shown(fix.weak), shown(fix.fixed)

    assert re.search(fix.harm, weak, re.MULTILINE)
    assert not re.search(fix.harm, fixed, re.MULTILINE)
    assert re.search(fix.use, weak, re.MULTILINE)
    assert re.search(fix.use, fixed, re.MULTILINE)


@pytest.mark.sample(most=3)
@pytest.mark.parametrize(("script", "works", "fails"), ATTACKS, ids=[script for script, _, _ in ATTACKS])
def test_an_attack_beside_both_sides_works_against_the_weak_one_alone(script: str, works: str, fails: str) -> None:
    """A script of the lesson attacks both sides, and says so in a line for each."""
    output = shown(script)

    assert re.search(works, output, re.MULTILINE)
    assert re.search(fails, output, re.MULTILINE)


def test_each_change_has_an_attack_or_a_reason() -> None:
    """Whatever a lesson shows as a change is attacked here, unless it is written why it cannot be."""
    changes = {
        (lesson.parent.name, weak.removesuffix(".py"), fixed.removesuffix(".py"))
        for lesson in LESSONS.glob("*/lesson.md")
        for weak, fixed in CHANGE.findall(lesson.read_text(encoding="utf-8"))
    }
    attacked = {(fix.fixed.split("/")[0], fix.weak.split("/")[1], fix.fixed.split("/")[1]) for fix in FIXES}
    excepted = {*ELSEWHERE, *WITHOUT_ATTACK}

    assert attacked == {change for change in changes if change[0] not in excepted}
    assert excepted == {lesson for lesson, _, _ in changes if lesson in excepted}


@pytest.mark.parametrize(("module", "works"), [("before", True), ("after", False)])
def test_codes_of_a_seeded_generator_repeat_and_those_of_the_system_do_not(module: str, *, works: bool) -> None:
    """Two generators with one seed give one code if the module random makes the codes, and different ones if not."""
    program = f"""
import random
import {module} as shop
codes = []
for _ in range(2):
    random.seed(7)
    getattr(shop, "generator", random).seed(7)
    codes.append(shop.reset_code())
print(codes[0] == codes[1])
"""
    run = subprocess.run(
        [sys.executable, "-B", "-c", program],
        cwd=LESSONS / "random-numbers",
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )

    assert run.stdout == f"{works}\n"


@pytest.mark.parametrize("roles", ["'no admin'", "{'admin': False}", "('admin',)", "None"])
@pytest.mark.parametrize(
    "call",
    [
        "import after\nprint(after.delete_order('zoe', lambda user: {roles}))",
        (
            "import in_flask as shop\nshop.FAILURES = {{'it': lambda user: {roles}}}\n"
            "shop.logging.disable()\nprint(shop.statuses(shop.add_closed_check)['it'])"
        ),
        "import variants\nprint(variants.deny_by_default('zoe', lambda user: {roles}))",
    ],
    ids=["script", "flask", "variant"],
)
def test_a_check_that_fails_closed_lets_nobody_in_for_a_result_of_another_type(call: str, roles: str) -> None:
    """Only a list that has the role is a yes; a string or dictionary that contains its name is an error or a no."""
    printed_by_check = in_lesson("errors", call.format(roles=roles)).split()[0]

    assert printed_by_check in {"503", "500", "False"}, f"{roles} must not be a yes"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("hello/__init__.py", False),
        ("hello-1.0.dist-info/METADATA", False),
        ("hello_init.pth", True),
        ("hello-1.0.data/purelib/sitecustomize.py", True),
        ("hello-1.0.data/data/lib/x.py", True),
        ("sitecustomize/__init__.py", True),
    ],
)
def test_the_check_of_a_wheel_looks_at_what_an_installer_moves(name: str, *, found: bool, tmp_path: Path) -> None:
    """Files that run at each start are found in folders of .data, too; the package's own files are not reported."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom after import warnings\nfrom packages import wheel\n"
        "print(bool(warnings(Path(sys.argv[1], wheel(sys.argv[1], {sys.argv[2]: ''})))))"
    )
    ran = in_lesson("malicious-packages", code, str(tmp_path), name)

    assert ran == f"{found}\n", f"{name} in a wheel: found must be {found}"


@pytest.mark.parametrize(
    ("name", "content", "listed"),
    [
        ("ours.pth", "/srv/shop/src\n", False),
        ("theirs.pth", "import os\n", True),
        ("sitecustomize.py", "", True),
        ("sitecustomize.cpython-313-x86_64-linux-gnu.so", "", True),
        ("usercustomize/__init__.py", "", True),
    ],
)
def test_each_kind_of_file_that_runs_at_a_start_of_python_is_listed(
    name: str, content: str, *, listed: bool, tmp_path: Path
) -> None:
    """The list has modules of every form that Python imports at its start, and no folder names of a .pth file."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")
    code = "import sys\nfrom pathlib import Path\nfrom startup import unknown\nprint(bool(unknown(Path(sys.argv[1]))))"

    assert in_lesson("malicious-packages", code, str(tmp_path)) == f"{listed}\n", f"{name}: listed must be {listed}"


def test_refused_access_is_logged_and_forges_no_line() -> None:
    """The log names the customer and the path of a refused request in one line, even if the path has a newline."""
    code = (
        "import logging, sys\nlogging.basicConfig(stream=sys.stdout, format='%(message)s')\n"
        "import after\nprint(after.answer('zoe', 'order/8\\n').status)"
    )

    assert in_lesson("system-leakage", code) == "refused: 'zoe' asked for 'order/8\\n'\n404\n", "one line of log"


def test_a_tag_is_compared_in_constant_time() -> None:
    """The fixed side calls compare_digest on bytes, so a tag of other characters is refused without an error."""
    weak, fixed = ((LESSONS / "mac" / f"{side}.py").read_text(encoding="utf-8") for side in ("before", "after"))

    assert "return tag == " in weak
    assert "return hmac.compare_digest(" in fixed
    assert shown("mac/after") == "True\nFalse\nFalse\n"


@pytest.mark.parametrize(
    ("version", "listed", "expected"),
    [("0.dev0", (), True), ("0.dev1", (), True), ("1.0", (), False), ("1.0", ("1.0",), True)],
)
def test_a_range_begins_before_every_version_and_a_listed_version_is_affected(
    version: str, listed: tuple[str, ...], *, expected: bool
) -> None:
    """`introduced 0` is before all development releases, and a version in the list counts outside each range."""
    events = [{"introduced": "0"}, {"fixed": "1.0"}]
    code = f"from after import affected\nprint(affected({version!r}, {events!r}, {listed!r}))"
    ran = subprocess.run(
        [sys.executable, "-B", "-c", code],
        cwd=LESSONS / "vulnerability-databases",
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert ran.stdout.strip() == str(expected), f"{version} is evaluated wrongly"


PASSWORD = "orbit lantern walnut"
STEPS_OF_SCRIPT = f"""
import after
def sign_in(right):
    session = {{}}
    after.send_password(session, "ines", "{PASSWORD}")
    return after.send_code(session, after.PHONES["ines"].at(after.NOW) if right else "wrong")[:3]
"""
STEPS_OF_FLASK = f"""
import in_flask
app = in_flask.create()
def sign_in(right):
    client = app.test_client()
    client.post("/password", data={{"password": "{PASSWORD}"}})
    return str(client.post("/code", data={{"code": in_flask.PHONE.now() if right else "wrong"}}).status_code)
"""


@pytest.mark.parametrize("steps", [STEPS_OF_SCRIPT, STEPS_OF_FLASK], ids=["script", "flask"])
@pytest.mark.parametrize(("wrong", "then"), [(4, "200"), (5, "401")])
def test_after_five_wrong_codes_a_new_session_does_not_help(steps: str, wrong: int, then: str) -> None:
    """Wrong codes are counted for the account: the correct code works after four of them, and not after five."""
    program = f"{steps}\nprint(*[sign_in(False) for _ in range({wrong})], sign_in(True))"
    run = subprocess.run(
        [sys.executable, "-B", "-c", program],
        cwd=LESSONS / "mfa",
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )

    assert run.stdout.split() == ["401"] * wrong + [then], f"after {wrong} wrong codes, the correct one gets {then}"
