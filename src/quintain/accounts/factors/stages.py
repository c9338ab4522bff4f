"""The step of a sign-in in which a second factor is asked for."""

from typing import Final

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

ASKED_BY_PROVIDER: Final = "asked_by_provider"
"""In the state of a sign-in: the provider of single sign-on has asked for a second factor, and this counts here."""


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]  # allauth has no types
    """As allauth's; a person of whom the provider has asked for one is not asked again."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return not self.login.state.get(ASKED_BY_PROVIDER) and bool(super()._should_handle(request))
