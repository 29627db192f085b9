"""The help of `livret issuer` in French."""

from collections.abc import Mapping
from typing import Final

HELP: Final[Mapping[str, str]] = {
    "": "remettre, signer et retirer des justificatifs",
    "init": "fonder une mairie",
    "offer": "préparer des retraits d'après une liste de personnes",
    "issue": "répondre aux demandes des portefeuilles",
    "revoke": "retirer les copies d'un retrait, avec la prochaine liste",
    "suspend": "suspendre les copies d'un retrait, avec la prochaine liste",
    "resume": "rétablir des copies suspendues, avec la prochaine liste",
    "cancel": "mettre fin à un retrait non utilisé",
    "publish": "signer les listes à nouveau (à heure fixe)",
    "show": "qui est la mairie et ses retraits, ou où en est l'un d'eux",
    "audit": "vérifier et afficher le journal d'audit",
    "--home": "le dossier de cette mairie",
    "--name": "tel que les gens le connaissent",
    "--territory": "fr-insee:80999, be-nis:…, de-ags:…",
    "--authority": "qui signe, selon les justificatifs (sinon le nom)",
    "--language": "langue officielle, si la loi laisse le choix",
    "--at": "où elle publiera ; HÔTE peut être HÔTE:PORT",
    "--recovery-to": "dossier des clés de secours",
    "--type": "residency, birth, diploma (livret types les énumère)",
    "--from": "la liste : CSV en UTF-8",
    "offer --to": "dossier des fichiers de retrait",
    "--copies": "au plus tant de copies chacun (sinon 10)",
    "--valid": "jusqu'à sa fin (sinon 604800, 7 jours)",
    "--line": "seulement la personne de cette ligne du fichier",
    "--skip-refused": "préparer les lignes correctes",
    "--dry-run": "tout vérifier, ne rien écrire",
    "--requests": "dossier des demandes",
    "issue --to": "dossier des réponses",
    "code": "le code du retrait",
    "--now": "publier aussitôt ; qui compare les listes voit quelles copies vont ensemble",
    "--commune": "noms de la commune, séparés par / (les listes doivent s'y tenir)",
    "--since": "que le relevé prolonge ce qui avait été noté",
}
