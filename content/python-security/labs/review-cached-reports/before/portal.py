"""The reporting portal: pages and exports of reports."""

import csv
import io

import directory
import notes
import pages
from flask import Flask, Response, abort, jsonify, request

app = Flask(__name__)


def signed_in():
    """Return the member whose key came with the request."""
    return directory.member(request.headers.get("X-Api-Key", "")) or abort(401)


@app.errorhandler(pages.Refused)
def refused(_error):
    return {"error": "Your company has not subscribed to this report."}, 403


@app.get("/reports/<report>")
def show(report):
    """Show the page of a report as JSON."""
    return jsonify(pages.page(signed_in(), report, request.args.get("team", "")))


@app.get("/exports/<report>")
def export(report):
    """Export the rows of a report as CSV."""
    page = pages.page(signed_in(), report, request.args.get("team", ""))
    table = io.StringIO()
    writer = csv.DictWriter(table, page["columns"])
    writer.writeheader()
    writer.writerows(page["rows"])
    return Response(table.getvalue(), mimetype="text/csv")


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
