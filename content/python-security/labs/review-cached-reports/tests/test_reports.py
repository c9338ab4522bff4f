"""Pages and exports: what members see, and how often the warehouse is asked."""

import csv
import io
import unicodedata

from helpers import FOR_ALL, PATHS, REPORTS, Company, get, imported, some_rows, word

KINDS = {"manager": ("manager", "office"), "lead": ("lead", "yard"), "clerk": ("clerk", "ships")}


def table(answer):
    return list(csv.reader(io.StringIO(answer.text)))


def test_members_see_what_they_may(box, rng):
    """A manager sees all teams and the pay. Leads and clerks see their own team, without the pay."""
    for kind, (role, team) in KINDS.items():
        for report in REPORTS:
            company = Company(box, rng, one=(role, team))
            rows = company.seen("one", report)
            page = company.get("one", report).json()
            assert page["rows"] == rows
            assert page["hours"] == sum(row["hours"] for row in rows)
            assert page["columns"] == ([*FOR_ALL, "pay"] if kind == "manager" else FOR_ALL)
            assert page["report"] == report
            for asked in (team, "yard", "nobody", ""):
                page = company.get("one", report, asked).json()
                assert page["rows"] == company.seen("one", report, asked)
                assert page["hours"] == sum(row["hours"] for row in page["rows"])


def test_exports_hold_the_same_rows(box, rng):
    """An export is a CSV of the rows that the page shows."""
    for role, team in KINDS.values():
        for asked in (None, team, "nobody"):
            company = Company(box, rng, one=(role, team))
            columns = [*FOR_ALL, "pay"] if role == "manager" else FOR_ALL
            answer = company.get("one", "people", asked, path="exports")
            assert answer.headers["content-type"].startswith("text/csv")
            rows = company.seen("one", "people", asked or "")
            assert table(answer) == [columns, *([str(row[name]) for name in columns] for row in rows)]


def test_the_warehouse_is_asked_once(box, rng):
    """Until the next import, the same request of the same member is answered without the warehouse."""
    for role, team in KINDS.values():
        for path in PATHS:
            company, other = (Company(box, rng, one=(role, team)) for _ in range(2))
            asked = [(report, filtered) for report in REPORTS for filtered in (None, team)]
            first = [company.get("one", *each, path=path) for each in asked]
            old = company.figures
            company.new_figures()
            other.get("one", path=path)
            for _ in range(2):
                for answer, each in zip(first, asked, strict=True):
                    again = company.get("one", *each, path=path)
                    assert again.status_code == 200
                    assert again.text == answer.text
            if path == "reports":
                assert first[0].json()["rows"] == company.seen("one", "projects", figures=old)


def test_an_import_shows_new_figures(box, canary, rng):
    """After an import, every page and export of the company shows the new figures."""
    names = [f"{word(rng)}-{word(rng)}", f"{word(rng)}: Söhne & Co. 100 %", f'{word(rng)} "A|B" / C, D\\', None]
    for name in names:
        company = Company(box, rng, name=name, one=("manager", "office"))
        requests = [(report, team, path) for report in REPORTS for team in (None, "yard") for path in PATHS]
        for report, team, path in requests:
            company.get("one", report, team, path=path)
        company.new_figures()
        assert company.imported(canary.warehouse_key).status_code == 204
        for report, team, path in requests:
            answer = company.get("one", report, team, path=path)
            rows = company.seen("one", report, team or "")
            if path == "reports":
                assert answer.json()["rows"] == rows
            else:
                assert table(answer)[1:] == [[str(value) for value in row.values()] for row in rows]


def test_only_the_warehouse_reports_imports(box, canary, rng):
    """An import with a wrong key, or without one, is refused with 401 or 403, and the pages stay stored."""
    company = Company(box, rng, one=("manager", "office"))
    first = company.get("one").text
    company.new_figures()
    for key in (None, "", word(rng), canary.warehouse_key[:-1], company.keys["one"]):
        assert company.imported(key).status_code in (401, 403)
    assert company.get("one").text == first
    assert imported(box, canary.warehouse_key, word(rng)).status_code == 204


def test_a_browser_keeps_its_copy(box, canary, rng):
    """A request with the tag of the page that is still shown is answered with 304, all others with the page."""
    for path in PATHS:
        for role, team in KINDS.values():
            company = Company(box, rng, one=(role, team))
            first = company.get("one", path=path)
            tag = first.headers["etag"]
            for _ in range(2):
                again = company.get("one", tag=tag, path=path)
                assert again.status_code == 304
                assert again.text == ""
                assert company.get("one", path=path).headers["etag"] == tag
            unknown = company.get("one", tag=f'"{word(rng)}"', path=path)
            assert (unknown.status_code, unknown.text) == (200, first.text)
            company.new_figures()
            company.imported(canary.warehouse_key)
            fresh = company.get("one", tag=tag, path=path)
            assert fresh.status_code == 200
            assert fresh.text != first.text
            assert fresh.headers["etag"] != tag


def test_no_proxy_keeps_a_copy(box, rng):
    """Each page tells proxies by Cache-Control that it is for one person: private or no-store."""
    company = Company(box, rng, one=("manager", "office"))
    for path in PATHS:
        for _ in range(2):
            said = company.get("one", path=path).headers["cache-control"].lower()
            names = {part.partition("=")[0].strip() for part in said.split(",")}
            assert names & {"private", "no-store"}
            assert not names & {"public", "s-maxage"}


def test_names_differ_in_each_character(box, rng):
    """Teams with similar names are different teams."""
    teams = ["a-b", "a b", "A-B", "a_b", "ab", "a:b", "a::b", "a/b", "a|b", "a%2Db", " a-b", "None", "0", "[]", "Zoë"]
    teams.append(unicodedata.normalize("NFD", "Zoë"))
    company = Company(box, rng, teams=tuple(teams), one=("manager", "office"))
    for _ in range(2):
        for team in teams:
            page = company.get("one", team=team).json()
            assert page["rows"] == company.seen("one", team=team)
            assert len(page["rows"]) == 2

    teams = "yard", "yard 2", "the yard", "YARD", "yar", "ard"
    for team in teams:
        for role in ("lead", "clerk"):
            company = Company(box, rng, teams=teams, one=(role, team))
            assert company.get("one").json()["rows"] == company.seen("one")
            assert company.get("one", team=team[:3]).json()["rows"] == company.seen("one", team=team[:3])


def test_who_may_not_see_a_report_is_refused(box, rng):
    """An unknown key is answered with 401, and a report without a subscription with 403 or 404."""
    company = Company(box, rng, one=("manager", "office"))
    company.subscribed("projects")
    for path in PATHS:
        for key in ("", word(rng), company.keys["one"][:-1]):
            assert get(box, key, path=path).status_code == 401
        for report in ("people", word(rng), "projects-people"):
            assert company.get("one", report, path=path).status_code in (403, 404)
        company.subscribed("people")
        assert company.get("one", "people", path=path).status_code == 200
        company.subscribed("projects", "people")
        assert company.get("one", "projects", path=path).status_code == 200
        company = Company(box, rng, one=("manager", "office"))
        company.subscribed("projects")
    assert company.write("one", "Hello", "people").status_code in (403, 404)


def test_a_refused_request_forgets_nothing(box, rng):
    """After a request that is refused, the pages of others are still stored."""
    company, other = (Company(box, rng, one=("manager", "office")) for _ in range(2))
    first = company.get("one").text
    other.subscribed()
    company.new_figures()
    for path in PATHS:
        assert other.get("one", path=path).status_code in (403, 404)
        assert get(box, word(rng), path=path).status_code == 401
    assert company.get("one").text == first


def test_own_note_is_shown(box, rng):
    """A member's own note is on the page at once, at this report only, and replaced by the next one."""
    for role, team in KINDS.values():
        company = Company(box, rng, one=(role, team))
        assert "note" not in company.get("one").json()
        for text in (f"Too many? {word(rng)}", f'Zoë says "no" <b>{word(rng)}</b>', "x" * 500):
            tag = company.get("one").headers["etag"]
            assert company.write("one", text).status_code == 204
            answer = company.get("one", tag=tag)
            assert answer.status_code == 200
            assert answer.json()["note"] == text
            assert answer.json()["rows"] == company.seen("one")
            assert "note" not in company.get("one", "people").json()
        assert company.get("one", tag=answer.headers["etag"]).status_code == 304
        for wrong in ("x" * 501, 7, None, ["a"]):
            assert company.write("one", wrong).status_code == 422
        assert company.get("one").json()["note"] == text
    assert company.write("one", "", "people").status_code == 204


def test_rows_may_hold_anything(box, rng):
    """Titles hold any characters."""
    company = Company(box, rng, one=("manager", "office"))
    figures = {report: some_rows(rng, "office") for report in REPORTS}
    for row, title in zip(
        figures["projects"], ('Zoë\'s "plan", 50 %\n2nd line', "李小龙; –½ ☂ </script>"), strict=True
    ):
        row["title"] = title
    company.new_figures(figures)
    for _ in range(2):
        assert company.get("one").json()["rows"] == company.seen("one")
        assert [row[1] for row in table(company.get("one", path="exports"))[1:]] == [
            row["title"] for row in figures["projects"]
        ]
