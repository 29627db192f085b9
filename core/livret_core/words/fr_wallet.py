"""Le français, là où un portefeuille est mis à l'abri (sauvegardes, mots de secours, liens)."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

WALLET: Final[Mapping[str, Sentence]] = {
    "backup.malformed": Sentence(
        "Ce n'est pas la sauvegarde d'un portefeuille, ou elle est abîmée ou coupée. Rien n'en a été fait.",
        "Prenez une autre copie du fichier. À défaut, redemandez chaque justificatif à la mairie.",
    ),
    "backup.secret": Sentence(
        "Cette sauvegarde ne s'ouvre pas avec ce qui a été tapé.",
        "Prenez la fiche de secours, ou la phrase secrète, du jour de la sauvegarde. Tapez-la à nouveau.",
    ),
    "recovery.words": Sentence(
        "Ce ne sont pas les douze mots d'une fiche de secours, dans leur ordre.",
        "Relisez-les sur la fiche, chacun avec son numéro, et tapez les douze.",
        "Ce n'est pas un mot de fiche de secours : numéro {numbers}.",
    ),
    "links.open_offer": Sentence(
        "Ce portefeuille est ouvert dans une autre fenêtre, et un retrait attend ici.",
        "Allez dans cette fenêtre, touche r (ligne par ligne : tapez recevoir), et collez-y le lien.",
    ),
    "links.open_request": Sentence(
        "Ce portefeuille est ouvert dans une autre fenêtre, et une demande attend ici.",
        "Allez dans cette fenêtre, touche s (ligne par ligne : tapez montrer), et collez-y le lien.",
    ),
    "links.system": Sentence(
        "livret ne sait pas comment les liens s'ouvrent sur ce système. Rien n'a été changé.",
        "Tapez le lien vous-même, entre guillemets : `livret wallet open LIEN`.",
    ),
    "links.path": Sentence(
        "Un dossier porte un nom qui ne doit pas figurer dans l'entrée d'un lien. Rien n'a été changé.",
        "Déplacez le portefeuille, ou livret, dans un dossier au nom plus simple.",
    ),
}
