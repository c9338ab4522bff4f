"""The reporting portal: pages and exports of reports."""

import csv
import hmac
import io
import json

import cache
import config
import directory
import notes
import pages
from flask import Flask, Response, abort, request

app = Flask(__name__)


def signed_in():
    """Return the member whose key came with the request."""
    return directory.member(request.headers.get("X-Api-Key", "")) or abort(401)


def answer(body, mimetype):
    """Answer with 304 if the browser has this very body already, or else with the body and its tag."""
    response = Response(body, mimetype=mimetype)
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)


@app.errorhandler(pages.Refused)
def refused(_error):
    return {"error": "Your company has not subscribed to this report."}, 403


@app.get("/reports/<report>")
def show(report):
    """Show the page of a report as JSON."""
    page = pages.page(signed_in(), report, request.args.get("team", ""))
    return answer(json.dumps(page), "application/json")


@app.get("/exports/<report>")
def export(report):
    """Export the rows of a report as CSV."""
    page = pages.page(signed_in(), report, request.args.get("team", ""))
    table = io.StringIO()
    writer = csv.DictWriter(table, page["columns"])
    writer.writeheader()
    writer.writerows(page["rows"])
    return answer(table.getvalue(), "text/csv")


@app.put("/reports/<report>/note")
def write_note(report):
    """Replace the member's own note at a report; an empty text removes it."""
    member, text = signed_in(), request.get_json()["text"]
    if not directory.has_subscribed(member.company, report):
        raise pages.Refused
    if not isinstance(text, str) or len(text) > 500:
        abort(422)
    notes.write(member, report, text)
    return "", 204


@app.post("/imports")
def imported():
    """Take from the warehouse that a company has new figures."""
    if not hmac.compare_digest(request.headers.get("X-Warehouse-Key", "").encode(), config.WAREHOUSE_KEY.encode()):
        abort(401)
    cache.forget(request.get_json()["company"])
    return "", 204
