"""The JSON Schemas for editors, and the words that they use."""

from pathlib import Path

from quintain.packs.schemas import schema_of, schema_texts
from quintain.packs.sheets import LabSheet

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "schemas"


def test_schemas_in_the_docs_are_those_of_the_code() -> None:
    """A key added to the code reaches editors with the same commit: run `quintain schemas`."""
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json")}
    assert written == dict(schema_texts()), "The schemas are stale: run `quintain schemas`."


def test_schema_knows_what_the_loader_demands() -> None:
    """Required keys, allowed words, ranges and patterns are those of the loader; nothing else may be written."""
    schema = schema_of(LabSheet)
    properties = schema["properties"]
    assert isinstance(properties, dict)
    assert properties["level"]["enum"] == ["core", "stretch"]
    assert properties["minutes"] == {
        "type": "integer",
        "minimum": 1,
        "maximum": 240,
        "description": "How long a learner needs, in minutes.",
    }
    assert properties["break"]["required"] == ["goal", "reference"]
    assert "files" not in properties["fixes"]["items"]["properties"]
    assert schema["additionalProperties"] is False
    assert "needs" not in str(schema["required"])
