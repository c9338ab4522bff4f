"""The sign-up desk: four threads share the forms that have come in, as a web server would."""

from concurrent.futures import ThreadPoolExecutor

import contacts


def check(form):
    """Check one form and return what is kept of it, or the name of the field that is wrong."""
    if not contacts.is_email(form["email"]):
        return {"wrong": "email"}
    if not contacts.is_day(form["day"]):
        return {"wrong": "day"}
    return {"email": form["email"], "note": contacts.tidy(form["note"]), "title": contacts.title(form["note"])}


def check_all(forms):
    """Check many forms at once and keep their order."""
    with ThreadPoolExecutor(max_workers=4) as threads:
        return list(threads.map(check, forms))
