"""The help of demo, types, inspect, explain and doctor in German."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "demo": "eine ganze Gemeinde auf diesem Computer spielen; nichts verlässt sie",
    "demo --play": "was gespielt wird: die Gemeinde, dieselbe mit Dateien, oder das Journal, das Gemeinden gründen",
    "demo --serve": "die Gemeinde danach offen lassen; in ./demo-town, oder --keep",
    "demo --port": "der erste der Ports, an denen sie lauscht; 0 für beliebige",
    "demo --step": "nach jeder Szene auf die Eingabetaste warten",
    "demo --keep": "dort die Dateien der Gemeinde behalten",
    "types": "was bescheinigt werden kann, und was davon einzeln gezeigt wird",
    "types --type": "ein Name (residency) oder seine urn; sonst alle",
    "inspect": "Link, Nachweis, Anfrage, Liste oder DID-Protokoll entziffern; prüft nichts",
    "inspect thing": "eine Datei, - für die Standardeingabe, oder der Text selbst",
    "explain": "was ein Grund bedeutet, wer ihn beheben kann, und wie",
    "explain code": "ein Grund, wie er gezeigt wird; sonst alle",
    "doctor": "was auf diesem Computer fehlt, und die Abhilfe",
    "doctor --at": "auch nachsehen, ob dort ein Journal erreichbar ist",
    "doctor --resolve": "Namen festlegen: HOST:PORT=ADRESSE, durch Kommas getrennt",
    "doctor --authorities": "PEM der anerkannten Stellen (sonst: die bekannten)",
    "doctor --trust": "wessen Wort über seinen Stand zählt",
}
