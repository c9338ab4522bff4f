"""What tests and attacks share: members of the old table, and an attacker who has stolen the files and tries guesses.

The attacker has read the program too. So all that is written in its code is known: constants, rounds, algorithms.
"""

import ast
import base64
import hashlib
import hmac
import json
import re
from itertools import product

from cryptography.hazmat.primitives.kdf import argon2

WORDS = "amber basil cedar delta ember fjord grape hazel ivory jolly karma lemon mango north olive pearl quilt raven".split()
PROGRAM = ("accounts.py", "desk.py", "store.py")
ALGORITHMS = "md5 sha1 sha224 sha256 sha384 sha512 sha3_256 sha3_512 blake2b blake2s".split()
ROUNDS = 100_000  # a guess that costs fewer steps of a fast hash is cheap
KIBIBYTES = 32_768  # so is one that fills less memory, all passes together; OWASP's minimum for Argon2id is 38,912
BASE_64 = (base64.b64encode, base64.urlsafe_b64encode, lambda raw: base64.urlsafe_b64encode(raw).rstrip(b"="))
STEPS = 20_000  # of a loop that the attacker tries
MOST_STEPS = 6_000_000  # for each of the slow ways: some seconds of processor time, the most likely guesses first


def phrase(rng):
    """Return a password that nobody would refuse; the attacker has it in the list."""
    return " ".join(rng.sample(WORDS, k=3)) + f" {rng.randrange(100, 1000)}"


def person(rng):
    return "".join(rng.choices("abcdefghijklmnop", k=9)).title()


def old_row(name, password, **others):
    """Return an entry of the table as the original program writes it."""
    row = {"joined": "2014-05-17", "newsletter": True, "password": hashlib.sha1(password.encode()).hexdigest()}
    return row | {"feed": hashlib.md5(f"{name}:{password}".encode()).hexdigest()} | others


def old_table(box, passwords, **others):
    """Put members of the original program in place of the table."""
    rows = {name: old_row(name, password, **others) for name, password in passwords.items()}
    box.write("members.json", json.dumps(rows, ensure_ascii=False))


def entry(box, name):
    return json.loads(box.read("members.json"))[name]


def leaves(value):
    """Return all values in a part of the table, as texts."""
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in leaves(each)]
    return [] if value is None or isinstance(value, bool) else [str(value)]


def parts(texts):
    """Return the texts, and what lies between the usual separators in them."""
    found = dict.fromkeys(texts)
    for text in texts:
        for separators in (r"[$:|;, ]", r"[$:|;, .+\-]", r"[$:|;,.+\-=]", r"[{}\[\]\"':$,;=\s]"):
            found.update(dict.fromkeys(re.split(separators, text)))
    return [text for text in found if text]


def decoded(text):
    """Return the bytes that a text may stand for."""
    found = [text.encode(errors="replace")]
    if re.fullmatch(r"(?i)([0-9a-f]{2})+", text):
        found.append(bytes.fromhex(text))
    if re.fullmatch(r"[\w+/\-]+=*", text, re.ASCII):
        bare = text.rstrip("=").replace("-", "+").replace("_", "/")
        if len(bare) % 4 != 1:
            found.append(base64.b64decode(bare + "=" * (-len(bare) % 4)))
    if re.fullmatch(r"\d{12,200}", text):
        number = int(text)
        found += [number.to_bytes(-(-number.bit_length() // 8), order) for order in ("big", "little")]
    if len(text) >= 20:
        for decode in (base64.b85decode, base64.a85decode, base64.b32decode):
            try:
                found.append(decode(text))
            except ValueError:
                continue
    return found


def stolen(box):
    """Return every file that is no part of the program, by name."""
    return {name: box.read(name) or b"" for name in box.files() if not name.endswith((".py", ".pyc"))}


class Thief:
    """Somebody with the stolen files and the program's code, who tries a guess in all fast ways."""

    def __init__(self, box, name, texts=None):
        self.name, self.work, self.wanted, self.long = name, 0, {}, {}
        code = (box.read("accounts.py") or b"").decode(errors="replace")
        files = stolen(box) if texts is None else {}
        row, rest = list(texts or []), []
        for path, content in files.items():
            text = content.decode(errors="replace")
            try:
                table = json.loads(text)
            except ValueError:
                table = None
            if isinstance(table, dict) and name in table:
                row += leaves(table.pop(name))
            rest += leaves(table) if isinstance(table, (dict, list)) else [text]
        self.text = code + " ".join(row)
        self.phc = [match.groups() for text in row for match in PHC.finditer(text)]
        self.rows = parts([PHC.sub(" ", text) for text in row])
        self.short = [bytes.fromhex(text) for text in parts(row) if re.fullmatch(r"([0-9a-f]{2}){4,7}", text)]
        for text in parts(row) + (parts(rest) if len(rest) < 60 else []):
            for value in decoded(text):
                for cut in (0, 4, 8, 12, 16, 24, 32):
                    self._want(value[cut:])
                self._want(value[::-1])
        constants, apart, numbers = _constants(code)
        self.left = MOST_STEPS
        numbers |= {int(number) for text in row for number in re.findall(r"(?<![\w.\-])\d{1,9}(?![\w.\-])", text)}
        self.numbers = sorted(numbers)
        self.turns = _turns_of_loops(code, numbers)
        self.salts = {b"": None, name.encode(): None, name.lower().encode(): None}
        own = {}
        for text in self.rows:
            for value in decoded(text):
                own.update(dict.fromkeys([value, *(value[:cut] for cut in (8, 16, 32) if len(value) > cut + 15)]))
        self.salts.update({salt: None for salt in own if len(salt) <= 64})
        self.salts.update({salt: None for salt in constants})
        for text in parts([text for text in rest if len(rest) < 8]):
            self.salts.update({salt: None for salt in decoded(text) if 8 <= len(salt) <= 64})
        self.salts = list(self.salts)[:80]
        # In a loop or a slow hash, try only what looks like a salt.
        plain = [salt for salt in own if 4 <= len(salt) <= 64 and not re.fullmatch(rb"\d{4}-\d\d-\d\d|\d+", salt)]
        set_apart = [salt for salt in constants if salt in apart]  # a constant with a name, or of bytes
        others = [salt for salt in constants if len(salt) >= 4]
        self.likely = list(dict.fromkeys([b"", name.encode(), *set_apart, *plain[:12], *others, *plain]))[:24]
        self.named = [algorithm for algorithm in ALGORITHMS if algorithm in self.text] or ["sha256"]

    def _want(self, value):
        if len(value) >= 8:
            self.wanted.setdefault(value[:4], []).append(value)

    def _hit(self, digest, short=False):
        """Compare with all that was stolen; a few bytes count only for the simplest ways, or chance would find some."""
        self.work += 1
        wanted = self.wanted.get(digest[:4], ())
        if any(digest.startswith(value) or value.startswith(digest) for value in wanted):
            return True
        return short and any(digest.startswith(value) for value in self.short)

    def _hit_twice(self, digest, encodings=BASE_64):
        """Compare a digest, and what one more fast hash makes of it."""
        forms = (digest, digest.hex().encode(), *(encode(digest) for encode in encodings))
        return self._hit(digest) or any(
            self._hit(hashlib.new(algorithm, form).digest()) for form in forms for algorithm in self.named
        )

    def finds(self, password, quick=False):
        """Return how the guess was confirmed, or None."""
        word = password.encode(errors="replace")
        ways = (self._plain, self._fast, self._pairs, self._argon2, self._pbkdf2, self._scrypt, self._loops)
        for way in ways[: 2 if quick else None]:
            self.left = MOST_STEPS
            if found := way(word):
                return found
        return None

    def _affords(self, steps):
        """Take so many steps of a fast hash from what one way may cost; tell whether they were left."""
        self.left -= steps
        return self.left >= 0

    def _plain(self, word):
        for name, form in {"as it is": word, "backwards": word[::-1], "in capitals": word.upper()}.items():
            for value in {form, base64.b64encode(form), form.hex().encode()}:
                if any(value in text.encode() for text in [*self.rows, self.text]):
                    return f"the password {name}"
        return None

    def forms(self, word):
        """Return what may be hashed: the password, or an old digest of it."""
        found = {"password": word, "reversed": word[::-1], "lower": word.lower()}
        for algorithm in ("sha1", "md5", "sha256", "sha512"):
            digest = hashlib.new(algorithm, word)
            found |= {f"{algorithm}(password)": digest.hexdigest().encode(), f"{algorithm} as bytes": digest.digest()}
        feed = hashlib.md5(self.name.encode() + b":" + word).hexdigest()
        return found | {"SHA1 in capitals": found["sha1(password)"].upper(), "the old key": feed.encode()}

    def _fast(self, word):
        forms = self.forms(word)
        for (label, form), salt in product(forms.items(), self.salts):
            for algorithm in ALGORITHMS:
                texts = {form + salt, salt + form, salt + form + salt}
                texts |= {salt + mark + form for mark in (b":", b"$", b"-", b"|", b" ")}
                texts |= {form + mark + salt for mark in (b":", b"$", b"-", b"|")}
                short = label in SLOW and algorithm in self.named
                twice = short and salt in self.likely
                for text in texts:
                    digest = hashlib.new(algorithm, text).digest()
                    if self._hit(digest, short) or (twice and self._hit_twice(digest)):
                        return f"{algorithm} over {label} and {len(salt)} bytes that are known"
                for key, text in ((salt, form), (form, salt)) if len(algorithm) < 7 else ():
                    digest = hmac.digest(key, text, algorithm)
                    if self._hit(digest, short) or (twice and self._hit_twice(digest)):
                        return f"HMAC with {algorithm} over {label} and {len(salt)} bytes that are known"
            for options in ({"salt": salt[:16]}, {"key": salt[:64]}, {"person": salt[:16]}):
                for size in (16, 20, 32, 64):
                    digest = hashlib.blake2b(form, digest_size=size, **options).digest()
                    if self._hit(digest) or ("blake2b" in self.named and label in SLOW and self._hit_twice(digest)):
                        return f"blake2b over {label}"
        return None

    def _pairs(self, word):
        forms = self.forms(word)
        some = [forms["password"], forms["sha1(password)"]]
        for form, first, second in product(some, self.likely, self.likely):
            for algorithm in self.named:
                for text in (first + second + form, first + form + second, form + first + second):
                    if self._hit_twice(hashlib.new(algorithm, text).digest(), ()):
                        return f"{algorithm} over the password and two salts that are known"
                for key, text in ((first, second + form), (first, form + second), (first + second, form)):
                    if not algorithm.startswith("blake") and self._hit_twice(hmac.digest(key, text, algorithm), ()):
                        return f"HMAC with {algorithm}, with a key that is known"
        return None

    def _slow_forms(self, word):
        return {text: None for label, text in self.forms(word).items() if label in SLOW}

    def _argon2(self, word):
        for kind, memory, passes, lanes, salt, digest in self.phc:
            memory, passes, lanes, salt, digest = int(memory), int(passes), int(lanes), _b64(salt), _b64(digest)
            if memory * passes < KIBIBYTES:
                method = {"id": argon2.Argon2id, "i": argon2.Argon2i, "d": argon2.Argon2d}[kind]
                for form in self._slow_forms(word):
                    if not self._affords(memory * passes):
                        return None
                    self.work += 1
                    settings = {"iterations": passes, "lanes": lanes, "memory_cost": memory, "length": len(digest)}
                    if method(salt=salt, **settings).derive(form) == digest:
                        return f"Argon2 with {memory} KiB and {passes} passes"
        if "hash_secret" in self.text:
            small = [number for number in self.numbers if 1 <= number <= KIBIBYTES]
            for passes, memory in product(small, small):
                if passes * memory < KIBIBYTES and passes <= 16 and memory >= 8:
                    salts = [each for each in self.likely if len(each) >= 8]
                    for salt, form in product(salts, self._slow_forms(word)):
                        if not self._affords(memory * passes):
                            return None
                        method = argon2.Argon2id(salt=salt, length=32, iterations=passes, lanes=1, memory_cost=memory)
                        if self._hit_twice(method.derive(form)):
                            return f"Argon2 with {memory} KiB and {passes} passes"
        return None

    def _pbkdf2(self, word):
        if "pbkdf2" not in self.text:
            return None
        rounds = [number for number in {1, 1000, *self.numbers} if 1 <= number < ROUNDS]
        names = [name for name in ("sha1", "sha256", "sha512", "md5") if name in self.text]
        for salt, form, name, number in product(self.likely, self._slow_forms(word), names, rounds):
            if not self._affords(number):
                return None
            if self._hit_twice(hashlib.pbkdf2_hmac(name, form, salt, number)):
                return f"PBKDF2 with {number} rounds of {name}"
        return None

    def _scrypt(self, word):
        if "scrypt" not in self.text:
            return None
        sizes = [number for number in self.numbers if number > 1 and not number & (number - 1)]
        blocks, lanes = (
            {int(number) for number in re.findall(rf"\b{key}\b\W{{1,4}}(\d{{1,2}})\b", self.text)} for key in "rp"
        )
        found = re.findall(r"scrypt:(\d+):(\d+):(\d+)", self.text)
        settings = [tuple(map(int, each)) for each in found] or product(sizes, blocks or {8}, lanes or {1})
        for n, r, p in settings:
            if n * r * p // 8 < KIBIBYTES and n > 1 and r and p:
                for salt, form in product([each for each in self.likely if each], self._slow_forms(word)):
                    if not self._affords(n * r * p // 4):
                        return None
                    if self._hit_twice(hashlib.scrypt(form, salt=salt, n=n, r=r, p=p, dklen=64, maxmem=2**26)):
                        return f"scrypt with n={n}, r={r} and p={p}"
        return None

    def _loops(self, word):
        """Try a fast hash of a fast hash of …, as often as a number in the code or the table says."""
        steps = max([number for number in self.turns if number <= STEPS] + [40])
        forms = list(self._slow_forms(word))[:2]
        for salt, form, algorithm in product(self.likely, forms, self.named):
            for start in dict.fromkeys((form, form + salt, salt + form)):
                for step, as_hex in product(LOOPS, (False, True)):
                    if not self._affords(steps):
                        return None
                    if found := self._loop(algorithm, start, form, salt, LOOPS[step], as_hex, steps):
                        return f"{algorithm} in a loop, {found} times"
        return None

    def _loop(self, algorithm, start, form, salt, step, as_hex, steps):
        make, wanted, value = getattr(hashlib, algorithm), self.wanted, start
        for number in range(1, steps + 1):
            digest = make(value if number == 1 else step(value, salt, form))
            raw = digest.digest()
            if raw[:4] in wanted and self._hit(raw):
                return number
            value = digest.hexdigest().encode() if as_hex else raw
        self.work += steps
        return 0


SUMS = {ast.Pow: (40, pow), ast.LShift: (40, int.__lshift__), ast.Mult: (10**6, int.__mul__)}
PHC = re.compile(r"\$argon2(id|i|d)\$v=\d+\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)")
SLOW = {"password", "sha1(password)", "sha1 as bytes"}
LOOPS = {
    "alone": lambda value, salt, form: value,
    "salt behind": lambda value, salt, form: value + salt,
    "salt before": lambda value, salt, form: salt + value,
    "password behind": lambda value, salt, form: value + form,
    "password before": lambda value, salt, form: form + value,
    "both behind": lambda value, salt, form: value + salt + form,
    "both, the other way": lambda value, salt, form: value + form + salt,
    "both before": lambda value, salt, form: salt + form + value,
    "between": lambda value, salt, form: salt + value + form,
}


def _turns_of_loops(code, numbers):
    """Return how often the loops of the program may turn: what is written there, or any number if that is computed."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return set()
    values = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            values.setdefault(node.targets[0].id, set()).add(_number(node.value))
    found, counted = set(), ("range", "repeat", "islice", "reduce")
    for node in ast.walk(tree):
        texts = []
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in counted:
            texts = node.args
        if isinstance(node, ast.While):
            texts = [node.test]
        for each in texts:
            known = values.get(each.id, {None}) if isinstance(each, ast.Name) else {_number(each)}
            if None in known:
                return numbers
            found |= known
    return found


def _number(node):
    """Return the integer that an expression stands for, as far as it is written out; else None."""
    if isinstance(node, ast.BinOp) and type(node.op) in SUMS:
        left, right = (getattr(side, "value", None) for side in (node.left, node.right))
        if type(left) is int and type(right) is int and 0 <= left <= 10**6 and 0 <= right <= SUMS[type(node.op)][0]:
            return SUMS[type(node.op)][1](left, right)
    value = getattr(node, "value", None)
    return value if isinstance(node, ast.Constant) and type(value) is int else None


def _b64(text):
    return base64.b64decode(text + "=" * (-len(text) % 4))


def _constants(code):
    """Return the texts and the numbers that are written in the program."""
    texts, numbers = {}, set()
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return [], set(), set()
    apart = {
        node.value.value for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    }
    apart = {value.encode() if isinstance(value, str) else value for value in apart if isinstance(value, (str, bytes))}
    known = re.compile(r"sign|Name or|Somebody|A password|\.$|^(password|feed|joined|newsletter|utf-8)$")
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and (number := _number(node)) is not None:
            numbers.add(number)
        if isinstance(node, ast.Constant):
            if type(node.value) is int and node.value < 10**9:
                numbers.add(node.value)
            if isinstance(node.value, bytes) and node.value:
                texts[node.value] = None
                apart.add(node.value)
            if isinstance(node.value, str) and 0 < len(node.value) <= 64 and not known.search(node.value):
                texts[node.value.encode(errors="replace")] = None
                if re.fullmatch(r"(?i)([0-9a-f]{2}){4,}", node.value):
                    texts[bytes.fromhex(node.value)] = None
    return [text for text in texts if len(text) <= 64], apart, numbers
