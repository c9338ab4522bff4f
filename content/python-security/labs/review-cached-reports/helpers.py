"""What tests and attacks share: companies with members and figures, and how their members ask the portal."""

import json
from contextlib import contextmanager

from quintain.judge import leaks

REPORTS = ("projects", "people")
PATHS = ("reports", "exports")
FILES = ("directory.json", "warehouse.json")
FOR_ALL = ["team", "title", "hours"]


def word(rng):
    """Return a word that nobody has used before."""
    return "".join(rng.choices("abcdefghijkmnopqrstuvwxyz", k=12))


def some_rows(rng, *teams):
    """Return two rows of figures for each team."""
    return [
        {
            "team": team,
            "title": f"Plan {word(rng)}",
            "hours": rng.randrange(1, 400),
            "pay": rng.randrange(10**9, 10**10),
        }
        for team in teams * 2
    ]


@contextmanager
def changed(box, file):
    """Change a file of the directory or the warehouse, as the companies do it."""
    content = json.loads(box.read(file))
    yield content
    box.write(file, json.dumps(content))


@contextmanager
def for_now(box):
    """Put back afterwards what the directory and the warehouse have held."""
    before = {file: box.read(file).decode() for file in FILES}
    yield
    for file, text in before.items():
        box.write(file, text)


class Company:
    """A company of its own for one test, with members as ``label=(role, team)`` or ``(role, team, name)``."""

    def __init__(self, box, rng, name=None, teams=("office", "yard", "ships"), **members):
        self.box, self.rng, self.teams = box, rng, teams
        self.name = word(rng) if name is None else name
        self.keys, self.members = {}, {}
        with changed(box, "directory.json") as directory:
            directory["subscriptions"][self.name] = list(REPORTS)
            for label, (role, team, *names) in members.items():
                key = f"member-key-2026-{word(rng)}-2026-production"
                member = {"company": self.name, "name": names[0] if names else word(rng), "role": role, "team": team}
                self.keys[label] = key
                self.members[label] = directory["members"][key] = member
        self.new_figures()

    def new_figures(self, figures=None):
        """Write new figures into the warehouse, which does not tell the portal yet, and return them."""
        self.figures = figures or {report: some_rows(self.rng, *self.teams) for report in REPORTS}
        with changed(self.box, "warehouse.json") as warehouse:
            warehouse[self.name] = self.figures
        return self.figures

    def moved(self, label, **values):
        """Change a member in the directory: role, team or company."""
        with changed(self.box, "directory.json") as directory:
            self.members[label] = directory["members"][self.keys[label]] = self.members[label] | values

    def removed(self, label):
        """Remove a member from the directory."""
        with changed(self.box, "directory.json") as directory:
            del directory["members"][self.keys[label]]

    def subscribed(self, *reports):
        """Change the subscriptions of the company."""
        with changed(self.box, "directory.json") as directory:
            directory["subscriptions"][self.name] = list(reports)

    def get(self, label, report="projects", team=None, tag=None, path="reports"):
        """Ask for a page or an export, as a member of the company."""
        return get(self.box, self.keys[label], report, team, tag, path)

    def seen(self, label, report="projects", team="", figures=None):
        """Return the rows that a member may see."""
        member, rows = self.members[label], (figures or self.figures)[report]
        is_manager = member["role"] == "manager"
        return [
            row if is_manager else {name: row[name] for name in FOR_ALL}
            for row in rows
            if (is_manager or row["team"] == member["team"]) and team in ("", row["team"])
        ]

    def write(self, label, text, report="projects"):
        """Write a private note."""
        headers = {"X-Api-Key": self.keys[label]}
        return self.box.client().put(f"/reports/{report}/note", headers=headers, json={"text": text})

    def imported(self, key):
        """Report an import to the portal, as the warehouse does it."""
        return imported(self.box, key, self.name)


def get(box, key, report="projects", team=None, tag=None, path="reports"):
    """Ask for a page or an export, from a browser of one's own."""
    headers = {"X-Api-Key": key} | ({} if tag is None else {"If-None-Match": tag})
    return box.client().get(f"/{path}/{report}", params={} if team is None else {"team": team}, headers=headers)


def imported(box, key, company):
    """Report to the portal that a company has new figures."""
    headers = {} if key is None else {"X-Warehouse-Key": key}
    return box.client().post("/imports", headers=headers, json={"company": company})


def secrets(rows, seen=()):
    """List the titles and the pay in rows that are not in those that somebody may see."""
    known = {value for row in seen for value in row.values()}
    return [str(row[name]) for row in rows for name in ("title", "pay") if name in row and row[name] not in known]


def told(found, answers, what):
    """Say whether one of several secrets is in the answers."""
    for secret in found:
        if any(secret in answer.text for answer in answers):
            return leaks(secret, answers, what)
    return leaks(found[0], answers, what)
