"""Whose signatures an operator trusts: a file of SSH's ``allowed_signers``, with names of packs as the principals.

So `ssh-keygen -Y verify` can check a manifest with the same file. Options that would narrow a line down, and that
Quintain does not know, are refused and not passed over.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from quintain.packs.constraints import SLUG
from quintain.packs.packed.errors import PackFileRefused
from quintain.packs.packed.signatures import KIND, NAMESPACE, PublicKey, read_public_key

EVERY_PACK: Final = "*"
MOST_SIGNERS: Final = 1000
_LINE: Final = re.compile(rf'(?P<packs>\S+) (?:namespaces="{NAMESPACE}" )?(?P<key>{KIND} .*)')


@dataclass(frozen=True, slots=True)
class TrustedSigner:
    """A key, and the packs for which it is trusted; none named is every pack."""

    key: PublicKey
    packs: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The signer as a line of ``allowed_signers``."""
        return f'{",".join(self.packs) or EVERY_PACK} namespaces="{NAMESPACE}" {self.key.line}'

    def may_sign(self, pack: str) -> bool:
        """Tell whether the key is trusted for a pack."""
        return not self.packs or pack in self.packs


def read_signers(text: str) -> tuple[TrustedSigner, ...]:
    """Read a file of trusted keys: lines of ``allowed_signers``, or of ``.pub`` files, which count for every pack.

    Raises:
        PackFileRefused: A line is neither.

    """
    lines = enumerate(text.splitlines(), 1)
    signers = tuple(_signer(line.strip(), number) for number, line in lines if line.strip() and line.strip()[0] != "#")
    if len(signers) > MOST_SIGNERS:
        raise PackFileRefused(f"The file has more than {MOST_SIGNERS} keys.", "Remove those that nobody needs.")
    return signers


def write_signers(signers: Iterable[TrustedSigner]) -> str:
    """Return the file of these signers."""
    return "".join(f"{signer.line}\n" for signer in signers)


def find_signer(signers: Iterable[TrustedSigner], key: PublicKey, pack: str) -> TrustedSigner | None:
    """Return the line by which a key is trusted for a pack, or None."""
    return next((each for each in signers if each.key.raw == key.raw and each.may_sign(pack)), None)


def _signer(line: str, number: int) -> TrustedSigner:
    if line.startswith(f"{KIND} "):
        return TrustedSigner(read_public_key(line))
    match = _LINE.fullmatch(line)
    packs = match["packs"].split(",") if match else []
    if match is None or (packs != [EVERY_PACK] and not all(re.fullmatch(SLUG, pack) for pack in packs)):
        raise PackFileRefused(
            f"Line {number} of the trusted keys cannot be read.",
            f'Write it as: PACK,PACK namespaces="{NAMESPACE}" {KIND} AAAA… name; or * for every pack.',
        )
    return TrustedSigner(read_public_key(match["key"]), () if packs == [EVERY_PACK] else tuple(packs))
