"""Looks at the files of a box from outside: no code of the learner's was ever in the process that does it.

The first process of a box opens the writable folders before any learner's code, and gives them to the server. What
lies below them is untrusted: no path is followed through a link, and nothing is opened but folders and regular files.
The work is done with the file rights of the box's own user, so that root lends none of its own.
"""

from collections.abc import Mapping
from typing import Any

from quintain.judge.grading.folders import LAB, Folders
from quintain.judge.harness.inside.values import Plain
from quintain.sandbox import Box, file_rights_of


def look(box: Box, question: Mapping[str, Any]) -> dict[str, Plain]:  # Any: JSON
    """Answer a question about a box's files.

    Raises:
        KeyError: there is no such question.

    """
    folders = Folders(box.folders)
    with file_rights_of(box.folders[LAB]):
        match question:
            case {"do": "read", "path": path}:
                return folders.read(str(path))
            case {"do": "list"}:
                return folders.list_files()
            case {"do": "search", "text": text}:
                return folders.search(str(text))
            case {"do": "stat", "path": path}:
                return folders.stat(str(path))
            case {"do": "write", "path": path, "content": content}:
                return folders.write(str(path), str(content))
            case _:
                raise KeyError(question["do"])


class OwnBox:
    """A box that this process has opened itself, as what meets a suspect wants it."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self.channel, self.borrowed, self.listening = box.channel, box.borrowed, box.listening
        self.cpu_seconds, self.wait, self.record = box.cpu_seconds, box.wait, box.record

    def look(self, question: dict[str, Plain]) -> dict[str, Plain]:
        """Look at its files."""
        return look(self._box, question)
