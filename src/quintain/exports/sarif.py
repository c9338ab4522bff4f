"""Writes a verdict as SARIF 2.1.0, which code scanning and editors show at the line.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

import hashlib
import json
from collections.abc import Iterable
from importlib.metadata import version
from typing import Final
from urllib.parse import quote

from quintain.exports.judged import Judged, evidence_of, title_of, words_of
from quintain.exports.places import Place, places_of
from quintain.exports.visible import visible
from quintain.judge.verdict import Check, Kind, Result

type Json = dict[str, object]

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_EVIDENCE: Final = 1500  # characters of a message, which viewers show in full
TAXONOMY: Final = "CWE"
FINGERPRINT: Final = "quintainCheck/v1"
ABOUT: Final = {
    Kind.ATTACK: "An attack of the lab succeeds on this code.",
    Kind.TEST: "Something that the program did before no longer works.",
    Kind.WANTED: "Something that a fix must bring is missing.",
    Kind.START: "The program does not start.",
}


def to_sarif(judged: Judged) -> str:
    """Return a verdict as SARIF: a rule for each check, and a result for each that speaks against the files.

    Rules keep their ids, ``<lab>/<check>``, and results their fingerprints from run to run, wherever the lines are. A
    result without a line of its own is at the flawed places that the lab names; see `places_of`. A failure of the
    judge is a notification, and then the run was not successful.
    """
    rules = {judged.rule_of(check): check for check in judged.verdict.checks}
    names = list(rules)
    run: Json = {
        "tool": {
            "driver": {
                "name": "Quintain",
                "version": version("quintain"),
                "rules": [_rule(judged, name, check) for name, check in rules.items()],
                "supportedTaxonomies": [{"name": TAXONOMY, "index": 0}],
            }
        },
        "automationDetails": {"id": f"quintain/{judged.lab.slug}/"},
        "invocations": [_invocation(judged)],
        "taxonomies": [_taxonomy(judged)],
        "results": [_result(judged, check, names.index(judged.rule_of(check))) for check in judged.failing],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(judged: Judged, name: str, check: Check) -> Json:
    weaknesses = judged.lab.cwe if check.kind is Kind.ATTACK else ()
    rule: Json = {
        "id": name,
        "name": check.id.rpartition("/")[2],
        "shortDescription": {"text": visible(title_of(check))},
        "fullDescription": {"text": ABOUT[check.kind]},
        "help": {"text": f"{judged.lab.code} {judged.lab.title}. {ABOUT[check.kind]}"},
        "defaultConfiguration": {"level": "error"},
    }
    if weaknesses:
        rule["helpUri"] = judged.lab.weakness(weaknesses[0]).address
        rule["properties"] = {"tags": ["security", *(f"external/cwe/{cwe.lower()}" for cwe in weaknesses)]}
        rule["relationships"] = [
            {
                "target": {"id": _number(cwe), "index": index, "toolComponent": {"name": TAXONOMY, "index": 0}},
                "kinds": ["relevant"],
            }
            for index, cwe in enumerate(weaknesses)
        ]
    return rule


def _taxonomy(judged: Judged) -> Json:
    return {
        "name": TAXONOMY,
        "organization": "MITRE",
        "informationUri": "https://cwe.mitre.org/",
        "shortDescription": {"text": "The MITRE Common Weakness Enumeration"},
        "isComprehensive": False,
        "taxa": [
            {
                "id": _number(cwe),
                "name": cwe,
                "shortDescription": {"text": judged.lab.weakness(cwe).name},
                "helpUri": judged.lab.weakness(cwe).address,
            }
            for cwe in judged.lab.cwe
        ],
    }


def _number(cwe: str) -> str:
    return cwe.removeprefix("CWE-")


def _invocation(judged: Judged) -> Json:
    fault = judged.verdict.fault
    invocation: Json = {"executionSuccessful": judged.verdict.result is not Result.ERROR}
    if fault:
        text = visible(f"{fault.message} {fault.remedy}")
        invocation["toolExecutionNotifications"] = [
            {"descriptor": {"id": fault.id}, "level": "error", "message": {"text": text}}
        ]
    return invocation


def _result(judged: Judged, check: Check, rule: int) -> Json:
    best, *others = places_of(check, judged.lab, judged.files)
    name = judged.rule_of(check)
    result: Json = {
        "ruleId": name,
        "ruleIndex": rule,
        "level": "error",
        "kind": "fail",
        "message": {"text": _message(judged, check)},
        "locations": [_location(judged, best)],
        "partialFingerprints": {FINGERPRINT: _digest((str(judged.lab.uuid), check.id, judged.prefix))},
    }
    if others:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": _why(place)}} | _location(judged, place)
            for number, place in enumerate(others, 1)
        ]
    return result


def _message(judged: Judged, check: Check) -> str:
    text = visible("\n\n".join(filter(None, (words_of(check), judged.promise_of(check), evidence_of(check)))))
    return text if len(text) <= MOST_EVIDENCE else f"{text[:MOST_EVIDENCE]} …"


def _why(place: Place) -> str:
    return "The evidence names this line." if place.is_exact else "The lab names this place of the original code."


def _location(judged: Judged, place: Place) -> Json:
    region = {"startLine": place.first, "endLine": place.last}
    return {"physicalLocation": {"artifactLocation": {"uri": quote(judged.prefix + place.file)}, "region": region}}


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
