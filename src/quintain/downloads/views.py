"""The page of what can be taken home, and the files."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from quintain.accounts.models import User
from quintain.accounts.permissions import require
from quintain.catalog import pack_store
from quintain.catalog.errors import ModuleClosed
from quintain.catalog.permissions import READ_COURSE
from quintain.courseware.contents import holds
from quintain.courseware.editions import Edition, read_key
from quintain.downloads import actions
from quintain.downloads.cache import Cache
from quintain.downloads.errors import NotMade
from quintain.downloads.permissions import TAKE_HOME, closed_modules
from quintain.downloads.queries import courseware_page
from quintain.web.file_answers import answer_file


@require_safe
def courseware(request: HttpRequest) -> HttpResponse:
    """Show what the person can take home."""
    user = require(request, READ_COURSE)
    page = courseware_page(user, request.GET.get("lesson", ""))
    return render(request, "downloads/courseware.html", {"page": page, "lesson": request.GET.get("lesson", "")})


@require_http_methods(["GET", "HEAD", "POST"])
def edition(request: HttpRequest, key: str) -> HttpResponseBase:
    """Give a finished file or a part of it, or, when posted to, have it made."""
    user, found = _enter(request, key)
    if request.method == "POST":
        actions.have_made(found, by=user.pk)
        lesson = f"?lesson={found.scope.lesson}" if found.scope.lesson else ""
        return redirect(f"{reverse('courseware')}{lesson}#{found.key}")
    pack = pack_store.current_pack()
    file = Cache(settings.DATA.courseware, pack.digest).open(found)
    if file is None:
        raise NotMade
    return answer_file(request, file, media_type=found.format.media_type, file_name=found.file_name(pack.code))


def _enter(request: HttpRequest, key: str) -> tuple[User, Edition]:
    """Return the person and the edition, which the person may have, and all of which is open for the person.

    Raises:
        Http404: There is no such edition of this course.
        ModuleClosed: The instructor has not opened all of it yet.
        PermissionDenied: It is not for this person.

    """
    user = require(request, READ_COURSE)
    found = read_key(key)
    if found is None or not holds(pack_store.current_pack(), found):
        raise Http404
    require(request, TAKE_HOME, found)
    if closed := closed_modules(user, found):
        raise ModuleClosed(closed[0].title)
    return user, found
