"""The help of demo, types, inspect, explain and doctor in French."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "demo": "jouer toute une ville sur cette machine ; rien n'en sort",
    "demo --play": "ce qui est joué\u202f: la ville, la même sur fichiers, ou le journal que des communes fondent",
    "demo --serve": "laisser la ville ouverte ensuite\u202f; gardée dans ./demo-town, ou --keep",
    "demo --port": "le premier des ports où elle écoute\u202f; 0 pour n'importe lesquels",
    "demo --step": "attendre Entrée après chaque scène",
    "demo --keep": "y garder les fichiers de la ville",
    "types": "ce qui peut être attesté, et ce qui s'en montre par morceaux",
    "types --type": "un nom (residency) ou son urn ; sinon tous",
    "inspect": "décoder un lien, justificatif, demande, liste ou journal DID ; ne vérifie rien",
    "inspect thing": "un fichier, - pour l'entrée standard, ou le texte même",
    "explain": "ce que veut dire un motif, qui peut y remédier, et comment",
    "explain code": "un motif tel qu'affiché ; sinon tous",
    "doctor": "ce qui manque sur cette machine, et le remède",
    "doctor --at": "regarder aussi si un journal y est joignable",
    "doctor --resolve": "fixer des noms : HÔTE:PORT=ADRESSE, séparés par des virgules",
    "doctor --authorities": "PEM des autorités de confiance (par défaut : les connues)",
    "doctor --trust": "de qui la parole compte sur son état",
}
