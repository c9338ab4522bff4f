"""Has each browser name the cell of its class, so that a proxy leads it there."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from quintain.accounts.models import User
from quintain.cells.cookies import COOKIE
from quintain.cells.partitions import partition_of
from quintain.cells.this_cell import THIS_CELL
from quintain.web.middleware import GetResponse

PARTITION: Final = "partition"
"""The attribute of a request about another partition than that of its person, such as a class that is taught."""


class NameCell:
    """Sets the cookie to the cell that has the class, or to any that lives; asks the database nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and set the cookie if it names another cell."""
        response = self.get_response(request)
        person = request.user
        if not isinstance(person, User):
            return response
        named = request.COOKIES.get(COOKIE, "")
        cell = THIS_CELL.where(getattr(request, PARTITION, None) or partition_of(person), named)
        if cell and cell != named:
            response.set_cookie(COOKIE, cell, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
        return response
