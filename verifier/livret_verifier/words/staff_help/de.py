"""The help of `livret desk staff` in German."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "wer die Seite des Schalters sehen darf",
    "add": "ein Konto anlegen; zeigt das Geheimnis seines Authentifikators",
    "list": "welche Konten es gibt",
    "code": "der Code dieses Augenblicks, wenn jemand den Authentifikator vergaß",
    "remove": "ein Konto entfernen, und abmelden, wer es benutzt",
    "name": "Name des Kontos",
    "--home": "Ordner dieses Schalters",
    "--passphrase-file": "die Passphrase aus dieser Datei lesen (-: Standardeingabe)",
}
