"""What a message of a platform says (LTI Core 1.3, sections 5.3 and 5.4), read by name and type once it is proven."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from quintain.accounts.models import Role
from quintain.accounts.sso.id_tokens import TokenRefused
from quintain.web.addresses import is_allowed

CORE: Final = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP_LINKING: Final = "https://purl.imsglobal.org/spec/lti-dl/claim/"
GRADES: Final = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
MEMBERS: Final = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
SCORE_SCOPE: Final = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
MEMBERS_SCOPE: Final = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
VERSION: Final = "1.3.0"
LONGEST_ID: Final = 255
"""Of deployments, contexts and people; LTI Core 1.3 allows 255 ASCII characters."""
LONGEST_ADDRESS: Final = 1000
LONGEST_DATA: Final = 8000
"""What a platform has us hand back to it after a selection."""
_ROLES: Final = "http://purl.imsglobal.org/vocab/lis/v2/membership"


class Message(StrEnum):
    """The messages that are taken."""

    LAUNCH = "LtiResourceLinkRequest"
    SELECTION = "LtiDeepLinkingRequest"


@dataclass(frozen=True, slots=True)
class Selection:
    """What a platform asks of deep linking (LTI Deep Linking 2.0, 4.4.1): where the choice goes, and what it may be."""

    return_address: str
    data: str = ""
    takes_many: bool = True
    takes_line_items: bool = True


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody whom a platform has sent, as the signed message says: who, in which course, as what, to which page.

    ``role`` is empty for somebody who is neither a learner nor an instructor there. ``line_item`` is where scores of
    the link go, if the platform takes any from this tool.
    """

    issuer: str
    subject: str
    name: str
    deployment: str
    context: str
    context_title: str
    role: str
    target: str
    line_item: str = ""
    memberships: str = ""
    selection: Selection | None = None

    @classmethod
    def of_json(cls, facts: Mapping[str, Any]) -> "Arrival":
        """Return what was stored with ``dataclasses.asdict``."""
        selection = facts.get("selection")
        return cls(**{**facts, "selection": Selection(**selection) if selection else None})


def read_arrival(claims: Mapping[str, Any]) -> Arrival:
    """Return what a message says whose signature, audience, times and nonce are checked already.

    Raises:
        TokenRefused: It is no message that is taken, or lacks what it must have.

    """
    if claims.get(f"{CORE}version") != VERSION:
        raise TokenRefused("another version of LTI")
    kind = claims.get(f"{CORE}message_type")
    if kind not in set(Message):
        raise TokenRefused("another type of message")
    deployment = _id_of(claims.get(f"{CORE}deployment_id"), "deployment")
    context = _object(claims, f"{CORE}context")
    if kind == Message.LAUNCH:
        _id_of(_object(claims, f"{CORE}resource_link").get("id"), "resource link")
    return Arrival(
        issuer=str(claims["iss"]),
        subject=str(claims["sub"]),
        name=_name_of(claims),
        deployment=deployment,
        context=_id_of(context.get("id"), "context"),
        context_title=_text(context, "title", 200) or _text(context, "label", 200),
        role=role_of(claims.get(f"{CORE}roles")),
        target=_text(claims, f"{CORE}target_link_uri", LONGEST_ADDRESS),
        line_item=_line_item(_object(claims, GRADES)),
        memberships=_address(_object(claims, MEMBERS).get("context_memberships_url")),
        selection=_selection(_object(claims, f"{DEEP_LINKING}deep_linking_settings"))
        if kind == Message.SELECTION
        else None,
    )


def role_of(roles: object) -> str:
    """Return what somebody is in a course: an instructor, a student, or "" for neither.

    Only roles within the course count (LTI Core 1.3, appendix A.2.3), in full or as the short names that the
    specification keeps for them. Roles in the institution or the system, an administrator's for example, give nothing.
    """
    named = {each for each in roles if isinstance(each, str)} if isinstance(roles, list) else set[str]()
    if f"{_ROLES}#Instructor" in named or "Instructor" in named:
        return str(Role.INSTRUCTOR)
    if f"{_ROLES}#Learner" in named or "Learner" in named:
        return str(Role.STUDENT)
    return ""


def _selection(asked: Mapping[str, Any]) -> Selection:
    where = _address(asked.get("deep_link_return_url"))
    if not where:
        raise TokenRefused("no address for what is chosen")
    kinds = asked.get("accept_types")
    if not isinstance(kinds, list) or "ltiResourceLink" not in kinds:
        raise TokenRefused("a selection of other things than links")
    data = asked.get("data", "")
    if not isinstance(data, str) or len(data) > LONGEST_DATA:
        raise TokenRefused("too much to hand back")
    return Selection(
        where, data, asked.get("accept_multiple", True) is not False, asked.get("accept_lineitem", True) is not False
    )


def _line_item(endpoint: Mapping[str, Any]) -> str:
    scopes = endpoint.get("scope")
    if not isinstance(scopes, list) or SCORE_SCOPE not in scopes:
        return ""
    return _address(endpoint.get("lineitem"))


def _address(value: object) -> str:
    """Return an address that a request may go to; whether it may go to that network, is looked at when it goes."""
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS or not value.isascii() or not is_allowed(value):
        return ""
    return "" if urlsplit(value).fragment else value


def _name_of(claims: Mapping[str, Any]) -> str:
    if name := _text(claims, "name", 200):
        return name
    return " ".join(filter(None, (_text(claims, key, 100) for key in ("given_name", "family_name"))))


def _id_of(value: object, what: str) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ID or not value.isprintable():
        raise TokenRefused(f"without a {what}")
    return value


def _object(values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def _text(values: Mapping[str, Any], name: str, most: int) -> str:
    value = values.get(name)
    return value[:most].replace("\0", "") if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a platform's list of members of a course (NRPS 2.0, section 2.2)."""

    subject: str
    name: str
    role: str


def read_members(document: Mapping[str, Any]) -> Sequence[Member]:
    """Return the members on one page who are active; what has no id that can be used is left out."""
    rows = document.get("members")
    found = []
    for row in rows if isinstance(rows, list) else []:
        if not isinstance(row, dict) or row.get("status", "Active") != "Active":
            continue
        subject = row.get("user_id")
        if isinstance(subject, str) and 0 < len(subject) <= LONGEST_ID and subject.isprintable():
            found.append(Member(subject, _name_of(row), role_of(row.get("roles"))))
    return found
