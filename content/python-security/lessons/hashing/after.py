"""Links to files are signed with HMAC."""

import hmac
import secrets

KEY = secrets.token_bytes(20)


def sign(link):
    return hmac.digest(KEY, link, "sha256")


def open_link(link, tag):
    if not hmac.compare_digest(sign(link), tag):
        return "refused"
    fields = dict(part.split(b"=", 1) for part in link.split(b"&"))
    return fields[b"file"].decode()


if __name__ == "__main__":
    link = b"user=zoe&file=report.pdf"
    print("zoe's own link:", open_link(link, sign(link)))
    print("another file:  ", open_link(b"user=zoe&file=salaries.pdf", sign(link)))
