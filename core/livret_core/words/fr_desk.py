"""French, at a service desk: its seal, who works at it, what was read."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

DESK: Final[Mapping[str, Sentence]] = {
    "desk.certificate_early": Sentence(
        "Le cachet électronique du guichet ne vaut pas encore. Aucun portefeuille ne le croirait.",
        "Vérifiez l'horloge de cette machine\u202f; sinon, attendez ce jour.",
        "Le cachet électronique du guichet ne vaut qu'à partir du {valid_from_s:day}. Aucun portefeuille ne le croit avant.",
    ),
    "desk.certificate_over": Sentence(
        "Le cachet électronique du guichet a expiré. Aucun portefeuille ne croit ses demandes.",
        "Mettez-en un renouvelé dans request-chain.pem, puis relancez `livret desk serve`.",
        "Le cachet électronique du guichet a expiré le {ended_at_s:day}. Aucun portefeuille ne croit ses demandes.",
    ),
    "desk.certificate_unfit": Sentence(
        "Ce qui est dans request-chain.pem n'est pas un cachet pour demander, ou celui de l'autorité y est aussi.",
        "Mettez-y le cachet de request-key.pem, puis ceux qui mènent à l'autorité, sans le sien.",
    ),
    "desk.no_certificate": Sentence(
        "Ce service doit être connu par un cachet électronique, et il n'y en a pas. Aucun portefeuille ne lirait ses demandes.",
        "Mettez le cachet de request-key.pem dans request-chain.pem, à côté, sans celui de l'autorité.",
    ),
    "desk.other_host": Sentence(
        "Le cachet électronique du guichet est pour une autre adresse. Aucun portefeuille ne croirait ses demandes.",
        "Corrigez `at` dans policy.toml, ou mettez dans request-chain.pem un cachet pour cette adresse.",
        "Le cachet électronique du guichet n'est pas pour {host}. Aucun portefeuille ne croirait ses demandes.",
    ),
    "desk.other_key": Sentence(
        "Le cachet électronique du guichet est d'une autre clé que celle qui signe. Aucun portefeuille ne le croirait.",
        "Faites mettre un cachet sur la clé qu'écrit `livret verify key`, et placez-le dans request-chain.pem.",
    ),
    "scan.no_picture": Sentence(
        "Ce fichier n'est pas une image.",
        "Donnez le chemin d'une photo ou d'une capture d'écran où se voit le code : PNG, JPEG, WEBP, GIF ou BMP.",
    ),
    "scan.nothing": Sentence(
        "Aucun code ne se voit sur l'image.",
        "Reprenez-la de plus près et bien éclairée, ou demandez le fichier.",
    ),
    "scan.several": Sentence(
        "Plusieurs codes se voient sur l'image.",
        "Prenez-les un par un.",
    ),
    "scan.too_large": Sentence(
        "Ce fichier est plus grand que ce qui se lit à un guichet. Il n'a pas été lu.",
        "Prenez une capture d'écran au lieu d'une photo, ou une photo plus petite\u202f; ou tapez le code écrit à côté.",
    ),
    "scan.unavailable": Sentence(
        "Impossible de lire des images ici.",
        "Tapez le code écrit à côté de l'image, ou demandez le fichier. Pour l'installer : `pip install 'livret[scan]'`.",
    ),
    "staff.closed": Sentence(
        "Personne n'est connecté à ce guichet, ou ne l'est plus.",
        "Connectez-vous.",
    ),
    "staff.exists": Sentence(
        "Un compte de ce nom existe déjà.",
        "Prenez un autre nom, ou enlevez celui-là\u202f: `livret desk staff remove NOM`.",
    ),
    "staff.name": Sentence(
        "Un nom de compte a 1 à 64 lettres, chiffres, points ou traits d'union.",
        "Choisissez-en un\u202f: odile, guichet-1.",
    ),
    "staff.none": Sentence(
        "Il n'y a pas de compte de ce nom.",
        "Voyez ceux qu'il y a\u202f: `livret desk staff list`.",
    ),
    "staff.other_page": Sentence(
        "Ce formulaire ne vient pas de cette page, ou d'une connexion terminée. Rien n'a été fait.",
        "Rouvrez la page du guichet, et recommencez.",
    ),
    "staff.passphrase_short": Sentence(
        "Cette phrase secrète est trop courte pour un compte du guichet.",
        "Prenez au moins dix caractères\u202f; plusieurs mots se retiennent bien.",
    ),
    "staff.blocked": Sentence(
        "Trop d'essais de suite pour ce compte\u202f: il attend.",
        "Réessayez un peu plus tard. D'ici là, faites comme le service l'a prévu sans la page.",
    ),
    "staff.busy": Sentence(
        "Trop de connexions à la fois.",
        "Réessayez dans quelques secondes.",
    ),
    "staff.unknown": Sentence(
        "Le nom, la phrase secrète ou le code n'est pas le bon.",
        "Recommencez, avec le code que l'authentificateur montre maintenant.",
    ),
}
