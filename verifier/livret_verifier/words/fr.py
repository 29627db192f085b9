"""The desk in français."""

from livret_verifier.words import DeskTexts

TEXTS = DeskTexts(
    accepted="ACCEPTÉ",
    checks={
        1: "le type de justificatif demandé",
        2: "signé par une commune que vous acceptez",
        3: "identifié comme le veut votre règle",
        4: "la clé de la commune",
        5: "signature",
        6: "chaque élément a été signé",
        7: "dates",
        8: "le territoire de la commune",
        9: "complet pour son type",
        10: "montré par son titulaire",
        11: "préparé pour vous, à l'instant",
        12: "jamais montré ici",
        13: "répond à votre question",
        14: "ni retiré, ni suspendu",
    },
    labels={
        "checks": "{passed} vérifications sur {all}, {ms:.1f} ms",
        "in_order": "En règle",
        "signed_by": "Signé par",
        "valid_until": "Jusqu'au",
        "no_end": "sans date de fin",
        "source": "Source",
        "not_kept": "Non gardé",
        "extra": "éléments qui n'étaient pas demandés : {count}",
        "exit": "(sortie {status})",
        "report": "--report",
        "request_written": "Demande écrite dans {path}",
        "give": "Remettez ce fichier à la personne, ou placez-le où le portefeuille peut le lire.",
        "open_until": "On peut y répondre une fois, jusqu'à {time}.",
        "init_done": "C'est prêt. Deux fichiers à regarder :",
        "init_policy": "{path} : qui vous croyez, et ce que chaque procédure peut demander",
        "init_key": "{path} : signe vos demandes ; à garder pour vous",
        "next": "Ensuite",
    },
)
