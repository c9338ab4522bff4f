"""Pages on which an operator looks after people, and the page of a person's own data.

Whether somebody may is asked before anything is looked up; what lasts, or takes an account over, has to be confirmed.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from quintain.accounts.models import User
from quintain.accounts.people import actions, personal_data, queries
from quintain.accounts.people.sanitizing import Files
from quintain.accounts.permissions import MANAGE_PEOPLE, require
from quintain.accounts.views.own_account import require_confirmed, signed_in
from quintain.accounts.views.sessions import page_number
from quintain.accounts.views.sign_in import in_classroom


@require_safe
@cache_control(no_store=True)
def all_people(request: HttpRequest) -> HttpResponse:
    """List the people of this server, or those whose name holds what is searched for."""
    require(request, MANAGE_PEOPLE)
    page = queries.people_page(
        request.GET.get("q", ""), only_asked=request.GET.get("asked") == "1", page=page_number(request)
    )
    return render(request, "accounts/people.html", {"page": page})


@require_safe
@cache_control(no_store=True)
def one_person(request: HttpRequest, person: UUID) -> HttpResponse:
    """Show a person, and what can be done."""
    require(request, MANAGE_PEOPLE)
    page = queries.person_page(person)
    if page is None:
        raise Http404
    return render(request, "accounts/person.html", {"page": page})


@require_POST
def end_sessions(request: HttpRequest, person: UUID) -> HttpResponse:
    """End all sessions of a person; of one's own, all but this one."""
    operator, account = _enter(request, person)
    ended = actions.end_sessions(account, by=operator, but=request.session.session_key, request=request)
    messages.success(request, gettext("Sessions that have ended: %(count)s.") % {"count": ended})
    return redirect("person", person=person)


@require_POST
def block(request: HttpRequest, person: UUID) -> HttpResponse:
    """Close the account of a person, or open it again."""
    operator, account = _enter(request, person)
    require_confirmed(request)
    match request.POST.get("do"):
        case "close":
            actions.close_account(account, by=operator, request=request)
            return _ended(request, operator, account, gettext("The account is closed, and its sessions have ended."))
        case "open":
            actions.open_account(account, by=operator, request=request)
            messages.success(request, gettext("The account is open again."))
        case _:
            messages.info(request, gettext("Nothing was changed."))
    return redirect("person", person=person)


@require_POST
def roles(request: HttpRequest, person: UUID) -> HttpResponse:
    """Give a person a role on this server, or take one away."""
    operator, account = _enter(request, person)
    require_confirmed(request)
    if "take" in request.POST:
        actions.take_role(account, request.POST["take"], by=operator, request=request)
        sentence = gettext("The role is taken away. The sessions of this person have ended.")
        return _ended(request, operator, account, sentence)
    actions.give_role(account, request.POST.get("give", ""), by=operator, request=request)
    messages.success(request, gettext("The role is given."))
    return redirect("person", person=person)


@require_POST
@cache_control(no_store=True)
def invite(request: HttpRequest, person: UUID) -> HttpResponse:
    """Give a person a fresh invitation, by which they set a new password; its link is shown this once."""
    operator, account = _enter(request, person)
    require_confirmed(request)
    invited = actions.invite_again(account, by=operator, request=request)
    link = f"{request.build_absolute_uri(reverse('invitation'))}#{invited.code}"
    return render(request, "accounts/invited.html", {"person": account, "link": link})


@require_POST
def reset_factors(request: HttpRequest, person: UUID) -> HttpResponse:
    """Remove the second factors of somebody who has lost them."""
    operator, account = _enter(request, person)
    require_confirmed(request)
    actions.reset_factors(account, by=operator, request=request)
    sentence = gettext("The second factors are removed. The sessions of this person have ended.")
    return _ended(request, operator, account, sentence)


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def export(request: HttpRequest, person: UUID) -> HttpResponse:
    """Say what a file of a person's data has in it, once the operator has confirmed, and give it."""
    operator, account = _enter(request, person)
    require_confirmed(request)
    if request.method != "POST":
        return render(request, "accounts/export.html", {"person": account, "back": reverse("person", args=[person])})
    return _as_file(personal_data.export_for_browser(account, by=operator, request=request), account)


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def erase(request: HttpRequest, person: UUID) -> HttpResponse:
    """Say what goes and what stays, and erase a person whose username is typed."""
    operator, account = _enter(request, person)
    require_confirmed(request)
    if request.method != "POST":
        return render(request, "accounts/erase_person.html", {"person": account})
    if request.POST.get("username", "").strip() != account.username:
        return render(request, "accounts/erase_person.html", {"person": account, "is_other": True}, status=409)
    erased = personal_data.erase_person(account, by=operator, request=request)
    return _ended(request, operator, account, _erasure_sentence(erased), "people")


def _erasure_sentence(erased: personal_data.Erased) -> str:
    """Say what is gone, and whether something of the person still is in the database's files."""
    sentence = gettext("The person is erased. Rows that were deleted: %(rows)s.") % {"rows": erased.rows}
    left = {
        Files.CLEAN: gettext("The database's file was rewritten, and holds nothing of them."),
        Files.UNFINISHED: gettext(
            "The database's file may still hold remains. The server tries again every ten seconds to overwrite them."
        ),
        Files.ELSEWHERE: gettext("PostgreSQL's files hold remains until it vacuums its tables."),
    }
    sentence = f"{sentence} {left[erased.sanitized.files]}"
    if not erased.sanitized.copies:
        return sentence
    copies = gettext("Copies of the database from before a migration that were deleted: %(copies)s.")
    return f"{sentence} {copies % {'copies': erased.sanitized.copies}}"


@require_safe
@cache_control(no_store=True)
def my_data(request: HttpRequest) -> HttpResponse:
    """Say what the server has of the person who asks."""
    return render(request, "accounts/my_data.html", {"person": signed_in(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def export_mine(request: HttpRequest) -> HttpResponse:
    """Give somebody all of their own data, once they have confirmed."""
    person = signed_in(request)
    require_confirmed(request)
    if request.method != "POST":
        return render(request, "accounts/export.html", {"person": person, "back": reverse("my-data"), "is_own": True})
    return _as_file(personal_data.export_for_browser(person, by=person, request=request), person)


@require_POST
def ask_for_erasure(request: HttpRequest) -> HttpResponse:
    """Ask to be erased, or withdraw that."""
    person = signed_in(request)
    is_wanted = request.POST.get("do") != "withdraw"
    personal_data.ask_for_erasure(person, is_wanted=is_wanted, request=request)
    sentence = (
        gettext("You have asked to be erased. The person who runs this server sees it.")
        if is_wanted
        else gettext("You stay. Nothing is erased.")
    )
    messages.success(request, sentence)
    return redirect("my-data")


def _enter(request: HttpRequest, person: UUID) -> tuple[User, User]:
    """Return the operator who asks, and the person whom it is about.

    Raises:
        Http404: There is nobody of this id.
        PermissionDenied: Somebody else asks; whether there is such a person is not looked up.

    """
    operator = require(request, MANAGE_PEOPLE)
    return operator, get_object_or_404(User, pk=person)


def _ended(request: HttpRequest, operator: User, person: User, sentence: str, to: str = "") -> HttpResponse:
    """Answer after the sessions of a person have ended, which may have been the operator's own."""
    if person.pk == operator.pk:
        request.session.flush()
        return redirect("sign-in")
    messages.success(request, sentence)
    return redirect(to) if to else redirect("person", person=person.pk)


def _as_file(data: bytes, person: User) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="quintain-{slugify(person.username) or person.pk}.zip"'
    return answer


people_list = in_classroom(all_people)
person_page = in_classroom(one_person)
end_persons_sessions = in_classroom(end_sessions)
block_person = in_classroom(block)
change_roles = in_classroom(roles)
invite_person = in_classroom(invite)
reset_persons_factors = in_classroom(reset_factors)
export_person = in_classroom(export)
erase_person = in_classroom(erase)
own_data = in_classroom(my_data)
export_own_data = in_classroom(export_mine)
ask_to_be_erased = in_classroom(ask_for_erasure)
