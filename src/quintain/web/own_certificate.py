"""The certificate that Quintain has made for itself: what people compare before they go on."""

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings


def own_fingerprint() -> str:
    """Return its SHA-256 as browsers show it, ``AB:CD:…``; nothing if browsers know the certificate.

    The file is read each time: a running server replaces it.
    """
    if not settings.IS_ENCRYPTED or settings.SECURE_HSTS_SECONDS:  # HSTS is sent unless Quintain made the certificate
        return ""
    try:
        certificate, *_ = x509.load_pem_x509_certificates(settings.DATA.certificate.read_bytes())
    except (OSError, ValueError):
        return ""
    return certificate.fingerprint(SHA256()).hex(":").upper()
