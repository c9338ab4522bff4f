"""The requests: what visitors send, and what they get."""

from flask import Blueprint, abort, request
from sqlalchemy.exc import SQLAlchemyError

from library import catalogue, keepers

pages = Blueprint("pages", __name__)


@pages.get("/instruments")
def instruments():
    filters = request.args.to_dict()
    sort = filters.pop("sort", "title")
    if sort.split(",")[0] not in catalogue.SORTS:
        abort(400)
    down = filters.pop("order", "asc") == "desc"
    return {"instruments": catalogue.instruments(filters, sort, down)}


@pages.get("/search")
def search():
    words = request.args["words"]
    return {"instruments": catalogue.search(words)}


@pages.get("/kinds")
def kinds():
    beginning = request.args.get("beginning", "")
    return {"kinds": catalogue.kinds(beginning)}


@pages.post("/safe")
def safe():
    if not keepers.is_keeper(request.form["name"], request.form["pin"]):
        return {"error": "Only a keeper opens the safe."}, 403
    return {"code": keepers.safe_code(), "withheld": catalogue.withheld()}


@pages.errorhandler(SQLAlchemyError)
def fault(error):
    return {"error": "The database has no answer to that."}, 500
