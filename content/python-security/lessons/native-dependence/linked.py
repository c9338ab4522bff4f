"""Log at the start which OpenSSL each part of this process uses."""

import logging
import ssl

import psycopg
from cryptography.hazmat.backends.openssl import backend


def native_versions() -> dict[str, str]:
    return {
        "ssl": ssl.OPENSSL_VERSION,
        "cryptography": backend.openssl_version_text(),
        "psycopg (libpq)": str(psycopg.pq.version()),
    }


if __name__ == "__main__":
    logging.getLogger("start").info("native libraries: %s", native_versions())
    print(*native_versions(), sep=", ")
