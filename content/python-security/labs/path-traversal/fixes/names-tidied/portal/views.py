"""The portal: everyone reads documents and sends statements, and the staff read the statements."""

from functools import wraps
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_POST, require_safe

from portal import files


def refused(status, message):
    return JsonResponse({"error": message}, status=status)


def staff_only(view):
    @wraps(view)
    def checked(request):
        if not constant_time_compare(request.headers.get("X-Staff-Key", ""), settings.STAFF_KEY):
            return refused(403, "only for the staff")
        return view(request)

    return checked


def download(path):
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


@require_safe
def index(request):
    return render(request, "portal/index.html", {"documents": files.published(), "cases": files.cases()})


@require_safe
def document(request):
    try:
        return download(files.document(request.GET.get("name", "")))
    except (OSError, ValueError):
        return refused(404, "no such document")


@require_POST
def send_statement(request):
    upload = request.FILES.get("file")
    if upload is None:
        return refused(400, "no file")
    title = request.POST.get("title", "")
    name = title + Path(upload.name).suffix if title else upload.name
    try:
        stored = files.store(request.POST.get("case", ""), name, upload)
    except FileExistsError:
        return refused(409, "this name is taken")
    except (OSError, ValueError):
        return refused(404, "no such case")
    return JsonResponse({"stored": stored}, status=201)


@require_safe
@staff_only
def read_statement(request):
    case, name = request.GET.get("case", ""), request.GET.get("name", "")
    try:
        return download(files.statement(case, name))
    except (OSError, ValueError):
        return refused(404, "no such statement")
