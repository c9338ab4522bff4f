"""The reporting portal: pages and exports of reports."""

import csv
import hashlib
import hmac
import io
import json

import cache
import config
import directory
import notes
import pages
from flask import Flask, Response, abort, g, request

app = Flask(__name__)


@app.before_request
def authorise():
    """Let members pass, and to reports of their company only. Only the warehouse has no member's key."""
    if request.endpoint == "imported":
        return
    g.member = directory.member(request.headers.get("X-Api-Key", "")) or abort(401)
    if not directory.has_subscribed(g.member.company, (request.view_args or {}).get("report")):
        abort(403)


def answer(body, mimetype):
    """Answer with 304 if the browser has this very body already, or else with the body and its tag."""
    response = Response(body, mimetype=mimetype)
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(hashlib.md5(body.encode(), usedforsecurity=False).hexdigest())
    return response.make_conditional(request)


@app.get("/reports/<report>")
def show(report):
    """Show the page of a report as JSON."""
    page = pages.page(g.member, report, request.args.get("team", ""))
    return answer(json.dumps(page), "application/json")


@app.get("/exports/<report>")
def export(report):
    """Export the rows of a report as CSV."""
    page = pages.page(g.member, report, request.args.get("team", ""))
    table = io.StringIO()
    writer = csv.DictWriter(table, page["columns"])
    writer.writeheader()
    writer.writerows(page["rows"])
    return answer(table.getvalue(), "text/csv")


@app.put("/reports/<report>/note")
def write_note(report):
    """Replace the member's own note at a report; an empty text removes it."""
    text = request.get_json()["text"]
    if not isinstance(text, str) or len(text) > 500:
        abort(422)
    notes.write(g.member, report, text)
    return "", 204


@app.post("/imports")
def imported():
    """Take from the warehouse that a company has new figures."""
    if not hmac.compare_digest(request.headers.get("X-Warehouse-Key", "").encode(), config.WAREHOUSE_KEY.encode()):
        abort(401)
    cache.forget(request.get_json()["company"])
    return "", 204
