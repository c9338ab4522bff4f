"""What tests and attacks share: the three salons, and how they are asked."""

from quintain.judge import Landed, leaks

PARK_KEY = "park-key-3141"
SITE = "https://combs.example"

ENDS = {
    "": "}",
    "by repr": "!r}",
    "by str": "!s}",
    "with a width": ":>70}",
    "by ascii, centred": "!a:^90}",
    "filled with newlines": ":\n<60}",
    "with a precision": ":.900}",
    "braces around": "}}}",
}
GLOBALS = {
    "": "{salon.__init__.__globals__[settings]",
    "by equality": "{salon.__class__.__eq__.__globals__[settings]",
    "by the property": "{salon.__class__.link.fget.__globals__[settings]",
    "by the chain": "{salon.chain.__repr__.__wrapped__.__globals__[settings]",
    "by the gateway": "{salon.chain.gateway.__init__.__globals__[settings]",
    "by all modules": "{salon.__init__.__globals__[dataclass].__globals__[sys].modules[remind.config].settings",
}


def park(canary):
    """The salon whose key is in the brief."""
    return {
        "key": PARK_KEY,
        "slug": "park",
        "number": 101,
        "client": "Zoë O'Neill",
        "day": "2 March",
        "time": "9:30",
        "name": "Park Salon",
        "phone": "555 0100",
        "link": f"{SITE}/park",
        "note": "Is allergic to nuts.",
    }


def harbour(canary):
    """A salon with secrets that are new in each sandbox."""
    return {
        "key": canary.harbour_key,
        "slug": "harbour",
        "number": 102,
        "client": canary.client,
        "day": "3 April",
        "time": "14:00",
        "name": "Harbour & Söhne",
        "phone": f"555 {canary.phone}",
        "link": f"{SITE}/harbour",
        "note": canary.note,
    }


def mill(canary):
    """A salon whose data look like templates."""
    return {
        "key": canary.mill_key,
        "slug": canary.mill_slug,
        "number": 103,
        "client": f"{{salon.phone}} & {{{{{canary.mill_client}}}}}",
        "day": "4 May, room {1}",
        "time": "11:15",
        "name": "Mill {No. 5}",
        "phone": "555 0177",
        "link": f"{SITE}/{canary.mill_slug}",
        "note": canary.mill_note,
    }


def salons(canary):
    """All three."""
    return [park(canary), harbour(canary), mill(canary)]


def keyed(key):
    """The header of a salon."""
    return {"X-API-Key": key}


def ask_preview(client, salon, template):
    """Ask for a preview, and return the answer."""
    body = {"number": salon["number"], "template": template}
    return client.post("/preview", headers=keyed(salon["key"]), json=body)


def book(client, slug, name, day="6 June", time="10:00"):
    """Book an appointment, and return the answer."""
    return client.post(f"/salons/{slug}/bookings", json={"client": name, "day": day, "time": time})


def ended(rng, path, many=3):
    """Draw spellings of a field, from its path on: ``{salon.chain.gateway.key``."""
    names = rng.sample(sorted(ENDS), many)
    return {name or "plain": ("{{" + path if name == "braces around" else path) + ENDS[name] for name in names}


def any_leaks(answer, **secrets):
    """Look for each of these secrets, and return the first that came out."""
    results = [leaks(secret, answer, f"a secret ({name})") for name, secret in secrets.items()]
    return next((one for one in results if isinstance(one, Landed)), results[0])
