"""What every command of a wallet begins with: its vault, and the files that were named."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from livret_core.errors import Unavailable
from livret_edge.arguments import Asked
from livret_edge.files import named_by, read_file
from livret_edge.passphrase import take_passphrase

if TYPE_CHECKING:
    from livret_core.credential.profile_x509 import X509Policy
    from livret_wallet.vault import Vault

MAX_BYTES: Final = 16 << 20


def open_vault(asked: Asked) -> "Vault":
    """Open the vault of ``--home`` with the passphrase of whoever started the command."""
    from livret_wallet.vault import Vault

    return Vault.open(vault_path(asked), take_passphrase(asked.passphrase_file, asked.voice))


def vault_path(asked: Asked) -> Path:
    """Where the vault is."""
    place: Path = asked.home / "wallet.vault"
    return place


def check_made(asked: Asked) -> None:
    """Check that there is a wallet; nothing of it is opened.

    Raises:
        Unavailable: ``vault.missing``.
    """
    if not vault_path(asked).is_file():
        raise Unavailable("vault.missing")


def read_named(asked: Asked, argument: str) -> bytes:
    """Read the file that an argument names."""
    with named_by(asked.named(argument)):
        return read_file(getattr(asked, argument), MAX_BYTES)


def authorities_of(asked: Asked) -> "X509Policy | None":
    """Read the authorities that ``--anchors`` names, whose word on services and bodies counts."""
    if asked.anchors is None:
        return None
    from livret_core.credential.profile_x509 import X509Policy
    from livret_core.x509 import TrustAnchors

    with named_by("--anchors"):
        return X509Policy(anchors=TrustAnchors.parse_pem(read_file(asked.anchors, MAX_BYTES)))
