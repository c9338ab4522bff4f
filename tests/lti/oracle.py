"""A platform that is made of ``lti1p3platform``, a library of others: what it takes and signs is not read by ours."""

from collections.abc import Mapping
from typing import Any, override

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.oidc_login import OIDCLoginAbstract
from lti1p3platform.registration import Registration
from lti1p3platform.request import Request

from tests.lti.platforms import BASE, CLIENT_ID, DEPLOYMENT, KEY


class Oracle(LTI1P3PlatformConfAbstract):  # type: ignore[misc]  # the library ships no types
    """A platform with the key and the registration of the stub, which knows the keys of the tool."""

    def __init__(self, issuer: str, tool_keys: Mapping[str, Any], target: str = "/lti/launch/") -> None:
        self._facts = (issuer, dict(tool_keys), target)
        super().__init__()

    @override
    def init_platform_config(self, **kwargs: Any) -> None:
        """Register the tool."""
        issuer, tool_keys, target = self._facts
        private = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        public = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        self._registration = (
            Registration()
            .set_iss(issuer)
            .set_client_id(CLIENT_ID)
            .set_deployment_id(DEPLOYMENT)
            .set_oidc_login_url(f"{BASE}/lti/login/")
            .set_launch_url(BASE + target)
            .set_deeplink_launch_url(f"{BASE}/lti/launch/")
            .set_platform_private_key(private)
            .set_platform_public_key(public)
            .set_tool_key_set(tool_keys)
        )

    @override
    def get_registration_by_params(self, **kwargs: Any) -> Registration:
        """Return the one registration."""
        assert self._registration is not None
        return self._registration


class OracleLogin(OIDCLoginAbstract):  # type: ignore[misc]  # as above
    """Begins a launch."""

    @override
    def set_lti_message_hint(self, **kwargs: Any) -> None:
        """Name the link."""
        self._lti_message_hint = "link-1"

    @override
    def get_redirect(self, url: str) -> str:
        """Return where the browser is sent."""
        return url


class Asked(Request):  # type: ignore[misc]  # as above
    """The request that a browser brings from the tool."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self.query = dict(query)
        super().__init__(None)

    @override
    def build_metadata(self, request: Any) -> Any:
        """Return it as the library wants it."""
        return {"method": "GET", "form_data": {}, "get_data": self.query, "headers": {}, "path": "/authorize"}


class OracleLaunch(LTIAdvantageMessageLaunchAbstract):  # type: ignore[misc]  # as above
    """Makes the message."""

    @override
    def render_launch_form(self, launch_data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """Return the fields of the form."""
        return launch_data
