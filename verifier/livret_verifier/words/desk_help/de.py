"""The help of `livret desk` in German."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "Brieftaschen über das Netz fragen, und ihre Antworten annehmen",
    "serve": "Brieftaschen antworten, bis es enden soll",
    "count": "was an diesem Schalter geschah, nach Tagen und ohne Namen",
    "staff": "wer die Seite des Schalters sehen darf",
    "--days": "so viele Tage (sonst 7)",
    "--home": "der Ordner dieses Schalters",
    "--listen": "wo es hört (sonst 127.0.0.1:8644)",
    "--certificate": "Kette des Zertifikats (PEM)",
    "--certificate-key": "Schlüssel des Zertifikats (PEM)",
    "--behind-proxy": "einfaches HTTP, zu einem Proxy mit dem Zertifikat",
    "--inside": "wo Zustand und Zahlen sind (sonst ein freier Port hier)",
    "--address-to": "in diese Datei schreiben, wo es hört",
    "--resolve": "Adressen von Namen, durch Kommas getrennt",
    "--authorities": "wessen Wort über Hosts zählt (PEM)",
}
