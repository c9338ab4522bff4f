"""The OpenAPI 3.1 document: what django-ninja writes of the addresses, with what it does not know of the answers."""

import re
from copy import deepcopy
from functools import cache
from typing import Any, Final

from django.utils.translation import gettext_noop

from quintain.api.bearer import Reads
from quintain.api.middleware import PREFIX
from quintain.api.problems import KINDS, MEDIA_TYPE
from quintain.api.resources import Problem
from quintain.api.routes import router
from quintain.api.service import VERSION, service

type Json = dict[str, Any]  # Any: what JSON has

DESCRIPTION: Final = gettext_noop("Reads the classes of a classroom, by a token with scopes.")
CLASS_ID: Final = gettext_noop("The id of the class.")
REFUSALS: Final = (400, 401, 403, 404, 405, 422, 429, 500, 503)
"""What every operation may answer besides."""
SCHEME: Final = "token"
LINK: Final = {
    "description": gettext_noop("The first, the previous and the next page (RFC 8288)."),
    "schema": {"type": "string"},
}
ETAG: Final = {
    "description": gettext_noop("The state of what is answered; send it in If-None-Match."),
    "schema": {"type": "string"},
}
RETRY: Final = {
    "description": gettext_noop("Seconds to wait."),
    "schema": {"type": "integer", "minimum": 1},
}


@cache
def openapi() -> Json:
    """Return the document, which nobody changes."""
    document: Json = deepcopy(dict(service().get_openapi_schema(path_prefix=PREFIX)))
    document["info"] = {"title": "Quintain", "version": VERSION, "description": DESCRIPTION}
    document["servers"] = [{"url": "/"}]
    schemas = document["components"]["schemas"]
    for name in [name for name in schemas if name.endswith("Query")]:
        del schemas[name]  # each of its fields is a parameter
    schemas.update(_schemas_of(Problem.model_json_schema(ref_template="#/components/schemas/{model}")))
    document["components"]["securitySchemes"] = {SCHEME: {"type": "http", "scheme": "bearer"}}
    scopes = _scopes()
    for path, methods in document["paths"].items():
        for operation in methods.values():
            scope = scopes[path.removeprefix(PREFIX.rstrip("/"))]
            operation["security"] = [{SCHEME: [scope] if scope else []}]
            operation["operationId"] = operation["operationId"].removeprefix("quintain_api_routes_")
            _complete(operation)
    return document


def _scopes() -> dict[str, str]:
    """Return the scope of each address as the document writes it; empty where any token does."""
    found = {}
    for path, view in router.path_operations.items():
        for operation in view.operations:
            asks = next(each for each in operation.auth_callbacks if isinstance(each, Reads))
            found[re.sub(r"{\w+:", "{", path)] = str(asks.scope or "")
    return found


def _complete(operation: Json) -> None:
    """Add headers, and the answers of refused requests, to an operation."""
    for each in operation.get("parameters", ()):
        if each["in"] == "path":
            each["schema"]["description"] = CLASS_ID
    answers = operation["responses"] = {str(status): said for status, said in operation["responses"].items()}
    answers["200"]["headers"] = {"ETag": ETAG}
    answers["304"] = {"description": "Not Modified", "headers": {"ETag": ETAG}}
    if any(each["name"] == "limit" for each in operation.get("parameters", ())):
        answers["200"]["headers"]["Link"] = answers["304"]["headers"]["Link"] = LINK
    for status in REFUSALS:
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        answers[str(status)] = {"description": KINDS[status].title, "content": content}
    answers["401"]["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    answers["429"]["headers"] = {"Retry-After": RETRY}


def _schemas_of(schema: Json) -> Json:
    """Return a schema and those that it names, by their names."""
    named: Json = schema.pop("$defs", {})
    return {**named, str(schema["title"]): schema}
