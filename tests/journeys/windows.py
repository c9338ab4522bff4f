"""What a browser's window is watched for."""

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage


@dataclass
class Complaints:
    """What the browser's console said against our pages."""

    lines: list[str] = field(default_factory=list)

    def listen(self, message: ConsoleMessage) -> None:
        """Keep errors and refusals of the security policy."""
        if message.type == "error":
            self.lines.append(message.text)
