"""Long lists in pages: ``limit`` and ``offset``, and links to the next and the previous page (RFC 8288)."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final, Protocol

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext, gettext_noop
from ninja import Field, Schema

from quintain.api.errors import MOST_FAULTS, FieldFault, FieldsUnfit

MOST_ITEMS: Final = 100
USUAL_ITEMS: Final = 50
LARGEST_OFFSET: Final = 1_000_000


class Listed[Item](Protocol):
    """What can be counted, and of which a part can be read."""

    def __len__(self) -> int: ...
    def __getitem__(self, part: slice, /) -> Sequence[Item]: ...


class PageQuery(Schema):
    """Which part of a list is asked for."""

    limit: int = Field(USUAL_ITEMS, ge=1, le=MOST_ITEMS, description=gettext_noop("How many items a page has."))
    offset: int = Field(0, ge=0, le=LARGEST_OFFSET, description=gettext_noop("How many items come before the page."))


def page_of[Item, Row](
    request: HttpRequest,
    response: HttpResponse,
    listed: Listed[Item],
    asked: PageQuery,
    row: Callable[[Item], Row],
) -> tuple[list[Row], int]:
    """Return a page of a list as rows, and how long the list is; its neighbours go into the header Link.

    Raises:
        FieldsUnfit: A parameter is one that nobody knows: a typing error, which would answer another question.

    """
    if unknown := sorted(request.GET.keys() - type(asked).model_fields.keys()):
        faults = (FieldFault("query", name[:80], gettext("There is no such parameter.")) for name in unknown)
        raise FieldsUnfit(tuple(islice(faults, MOST_FAULTS)))
    total, first = len(listed), asked.offset
    links = {"first": 0, "prev": max(first - asked.limit, 0) if first else None}
    links["next"] = first + asked.limit if first + asked.limit < total else None
    response.headers["Link"] = ", ".join(
        f'<{_address(request, asked.limit, offset)}>; rel="{rel}"'
        for rel, offset in links.items()
        if offset is not None
    )
    return [row(each) for each in listed[first : first + asked.limit]], total


def _address(request: HttpRequest, limit: int, offset: int) -> str:
    """Return the address of another page: a relative reference, which holds behind any proxy (RFC 8288, 3.1)."""
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in request.GET.items() if name not in {"limit", "offset"}})
    query.update({"limit": str(limit), "offset": str(offset)})
    return f"{request.path}?{query.urlencode()}"
