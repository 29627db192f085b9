"""French, at a counter that hands over across the network: offers, PINs, renewal."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

PICKUP: Final[Mapping[str, Sentence]] = {
    "pickup.blocked": Sentence(
        "Le code secret a été faux trop souvent\u202f: ce retrait est bloqué. Rien n'a été signé.",
        "Demandez au guichet un nouveau code secret\u202f; il est donné à la personne présente.",
    ),
    "pickup.four_eyes": Sentence(
        "Rien n'est remis par fichier\u202f: ce type veut un second agent, qui approuve ce qui est préparé au guichet.",
        "Préparez-le pour une personne à la fois\u202f: `livret issuer offer TYPE --from LISTE --by FONCTION`, sans --to.",
    ),
    "pickup.no_address": Sentence(
        "Cette mairie n'a pas d'adresse où un portefeuille pourrait récupérer quelque chose.",
        "Dites où elle est joignable\u202f: `livret issuer address https://HÔTE/CHEMIN`. D'ici là, remettez des fichiers avec --to.",
    ),
    "pickup.no_certificate": Sentence(
        "Cette mairie n'a pas de cachet électronique pour la clé qui signe maintenant.",
        "Demandez-le à une autorité\u202f: `livret issuer seal --request-to FICHIER`. Ou omettez --profile.",
    ),
    "pickup.unknown": Sentence(
        "Ce retrait n'est pas de ceux qui se font par le réseau.",
        "Voyez où il en est\u202f: `livret issuer show`.",
    ),
    "pickup.no_new_pin": Sentence(
        "Aucun code secret n'ouvre plus ce retrait\u202f: il est fait, annulé ou terminé.",
        "Préparez un nouveau retrait.",
    ),
    "pickup.no_extension": Sentence(
        "Ce retrait ne se prolonge plus\u202f: il a été fait, annulé, ou son temps est passé.",
        "Regardez où il en est avec `livret issuer show`. Au besoin, préparez-en un nouveau.",
    ),
    "pickup.nothing_newer": Sentence(
        "La mairie a remis tout ce qu'elle a pour ce justificatif\u202f; il n'y a rien de plus récent.",
        "Servez-vous de celui du portefeuille. S'il est perdu, demandez de nouvelles copies au guichet, puis renouvelez.",
    ),
    "pickup.not_renewable": Sentence(
        "Aucun portefeuille ne peut chercher lui-même une version plus récente de ce justificatif.",
        "Préparez un retrait sans --renews\u202f; la personne le fera avec un code secret.",
    ),
    "pickup.other_person": Sentence(
        "Ce qui serait dit concerne une autre personne que le justificatif à renouveler.",
        "Vérifiez le code, et la personne de cette ligne. Aucun retrait n'a été préparé.",
    ),
    "pickup.no_approval": Sentence(
        "Ce retrait n'attend l'accord de personne.",
        "Voyez où il en est\u202f: `livret issuer show`.",
    ),
    "pickup.same_clerk": Sentence(
        "Qui a préparé un tel retrait ne peut pas aussi l'approuver.",
        "Demandez à un autre agent.",
    ),
    "home.key_unread": Sentence(
        "Cette mairie n'a pas encore lu depuis quand le journal public a sa nouvelle clé.",
        "Faites lire\u202f: `livret issuer ledger settle --from COPIE`\u202f; `serve` lit seul. Dès minuit UTC, elle signe quand même.",
        "Depuis quand le journal a la nouvelle clé n'est pas encore lu. Dès le {until_s:minute}, elle signe quand même.",
    ),
    "pickup.not_dated": Sentence(
        "Le journal public n'a pas encore le jour où ceci a été signé.",
        "Redemandez demain. Le justificatif peut servir entre-temps.",
    ),
}
