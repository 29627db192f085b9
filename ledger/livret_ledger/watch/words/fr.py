"""Qui veille sur un nom, en français."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "watch": "voir ce que d'autres écrivent à un nom, et alerter",
    "--did": "l'identité sur laquelle on veille",
    "--journal": "ce que fit son titulaire (`journal --json`)",
    "--from": "une copie : dossier ou adresse https",
    "--trust": "racines de confiance, reçues de quelqu'un de sûr",
    "--resolve": "fixer des noms, séparés par des virgules",
    "--authorities": "PEM des autorités de confiance",
    "--once": "regarder une fois : 1 trouvé, 3 impossible",
    "--since": "regarder une fois, et tout montrer depuis",
    "--every": "entre deux regards (par défaut 3600)",
    "--quiet": "alarme si rien ne vient pendant ce temps (93600)",
    "--exec": "programme qui lit chaque alerte sur son entrée",
    "--webhook": "adresse https à qui chaque alerte est envoyée",
    "--home": "le dossier de la veille",
}

TEXTS: Final[Mapping[str, str]] = {
    "quiet": "Rien à ce nom que son titulaire n'ait écrit, jusqu'à l'écriture {last}.",
    "as_of": "État au",
    "signed_by": "Signé par",
    "open": "Déjà signalé, sans suite encore : écriture {indexes}.",
    "open_theft": "Déjà signalé, et sans réponse encore\u202f: écriture {indexes}, avec vos clés et pas d'ici. L'alerte reste jusqu'à ce que le journal ait de quoi l'annuler, ou que quelqu'un en prenne acte.",
    "open_succession": "Déjà signalé, et sans réponse encore : écriture {indexes}, par laquelle une autre identité prend la suite de celle-ci. L'alerte reste jusqu'à ce que le journal ait un refus, ou que quelqu'un en prenne acte.",
    "since": "Écritures sur ce nom, ou en ce nom, depuis la {index} :",
    "since_none": "Aucune écriture sur ce nom, ou en ce nom, depuis la {index}.",
    "known": "connue ici",
    "not_known": "inconnue ici",
    "theft": "L'écriture {index} ({type}) est à votre nom, par {key}, et n'a pas été faite ici.",
    "theft_many": "Les écritures {indexes} ({count}, {type}) sont à votre nom, par {key}, et n'ont pas été faites ici.",
    "others": "L'écriture {index} ({type}) vous concerne. D'autres l'ont faite.",
    "others_many": "Les écritures {indexes} ({count}, {type}) vous concernent. D'autres les ont faites.",
    "missing": "L'écriture {index} devait être votre {type}. Votre carnet le dit, et le journal ne l'a pas là.",
    "key_update": "votre prochaine clé de mise à jour",
    "key_recovery": "une de vos clés de secours",
    "key_operation": "votre clé d'opération",
    "answer_recover": "À moins qu'une autre machine ou copie à vous ne l'ait faite, vos clés sont volées : reprenez l'identité sans tarder (livret issuer ledger recover-identity, avec une clé de secours), depuis une autre machine ; les clés de celle-ci ont été lues. Une copie à vous, par exemple une sauvegarde qui tourne à côté : arrêtez l'une des deux, et prenez acte de l'écriture ici (watch --acknowledge).",
    "answer_recover_other": "Une clé de secours est en d'autres mains. Reprenez l'identité avec l'autre (recover-identity), et appelez les membres.",
    "answer_members": "Aucune de vos clés ne défait ceci. Appelez les membres : assez d'entre eux peuvent donner suite par une autre identité (did.succeed).",
    "answer_operation_key": "Mettez la clé en doute avec une clé de secours (livret issuer ledger compromise … --recovery), puis inscrivez-en une autre (update --operation-key).",
    "answer_credential_key": "Des votants ont mis une de vos clés en doute. Demandez pourquoi, et faites signer une autre clé (livret issuer ledger update).",
    "answer_refuse": "Si vous n'en voulez pas, refusez sous 72 heures : livret issuer ledger succeed --refuse, avec une clé de secours.",
    "answer_hand_in": "On vous a montré la preuve d'un autre journal, ou on la retient. Réécrivez-la (livret issuer ledger journal --all --to DOSSIER), remettez-la et notez-la ; avertissez les membres.",
    "answer_ask": "Si vous ne l'attendiez pas, demandez à qui a signé. Ce qu'elle dit : livret ledger explain.",
}
