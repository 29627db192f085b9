"""Français, pour demander et répondre par le réseau."""

from typing import Final

from livret_core.words.language import Sentence

PRESENTATION: Final = {
    "credential.other_audience": Sentence(
        "L'organisme qui l'a signé le destinait à un autre service, pas au vôtre.",
        "Demandez un justificatif que tout service peut vérifier, ou sur papier.",
    ),
    "key.weak": Sentence(
        "Il porte une clé avec laquelle n'importe qui pourrait signer. Il ne prouve rien.",
        "Tenez-le pour faux, et gardez le fichier.",
    ),
    "policy.no_address": Sentence(
        "Les règles de ce service ne disent pas à quelle adresse on lui répond.",
        "Ajoutez une table [desk] avec `at` à policy.toml\u202f; voir docs/spec/policy.md.",
    ),
    "answer.declined": Sentence(
        "Le portefeuille de la personne répond non\xa0: rien qui convienne, ou pas envie.",
        "Demandez à la personne\u202f; un justificatif sur papier vaut autant.",
    ),
    "answer.none": Sentence(
        "Aucune réponse n'est encore venue.",
        "Attendez la personne, ou faites une nouvelle demande.",
        "Aucune réponse n'est encore venue ; il reste du temps jusqu'au {ends_at_s:minute}.",
    ),
    "answer.never": Sentence(
        "Personne n'a répondu, et le temps de la demande est passé.",
        "Faites une nouvelle demande et montrez-la à la personne ; un papier vaut autant.",
        "Personne n'a répondu, et le temps de la demande est passé depuis le {ends_at_s:minute}.",
    ),
    "request.certificate": Sentence(
        "Le cachet électronique de ce service ne l'autorise pas à demander. Rien n'a été envoyé.",
        "Demandez-lui de renouveler son cachet\u202f; un justificatif papier vaut autant.",
    ),
    "request.certificate_early": Sentence(
        "Le cachet électronique de ce service ne vaut pas encore. Rien n'a été envoyé.",
        "Vérifiez l'horloge de cette machine\u202f; sinon, montrez votre justificatif sur papier.",
        "Le cachet électronique de ce service ne vaut qu'à partir du {valid_from_s:day}. Rien n'a été envoyé.",
    ),
    "request.certificate_over": Sentence(
        "Le cachet électronique de ce service a expiré. Rien n'a été envoyé.",
        "Demandez-lui de renouveler son cachet\u202f; un justificatif papier vaut autant.",
        "Le cachet électronique de ce service a expiré le {expired_at_s:day}. Rien n'a été envoyé.",
    ),
    "request.untrusted": Sentence(
        "Personne que vous ayez nommé ne répond du cachet électronique de ce service. Rien n'a été envoyé.",
        "Si vous reconnaissez son autorité, nommez-la avec --anchors. Sinon, montrez votre justificatif sur papier.",
    ),
    "request.over_purpose": Sentence(
        "C'est demander plus que ce service n'a inscrit au journal public. Rien n'est parti.",
        "Seul ce qui est inscrit peut être demandé ; le service peut faire modifier l'inscription.",
        "Ce service n'est pas inscrit au journal public pour demander {claim}. Rien n'est parti.",
    ),
    "request_elsewhere": Sentence(
        "La demande, ou la réponse, mène ailleurs que chez le service lui-même. Rien n'est parti.",
        "N'y répondez pas. Demandez au service lui-même, à son guichet ou à son adresse.",
    ),
    "request.wallet_nonce": Sentence(
        "Cette demande est faite pour un autre portefeuille, ou ancienne. Rien n'est parti.",
        "Demandez-en une nouvelle au service, et ouvrez-la dans ce portefeuille.",
    ),
    "request_unreached": Sentence(
        "Impossible de savoir qui demande, ou quoi. Ce n'est pas un refus ; rien n'est parti.",
        "Réessayez dans quelques minutes, ou montrez un papier.",
    ),
    "request.gone": Sentence(
        "Le service n'a pas ou plus cette demande : elle a reçu réponse, ou son temps est passé. Rien n'est parti.",
        "Demandez-en une nouvelle au service ; un papier vaut autant.",
    ),
    "answer.other_mode": Sentence(
        "La réponse n'est pas arrivée protégée comme c'était demandé.",
        "Faites une nouvelle demande ; si cela se répète, ce portefeuille ne convient pas.",
    ),
    "answer.receipt": Sentence(
        "La réponse est arrivée. Ce que le service a dit en retour est illisible.",
        "Demandez au service s'il a bien votre réponse.",
    ),
    "holder.other_transaction": Sentence(
        "La personne n'a pas donné son accord à ce qui était demandé.",
        "Faites une nouvelle demande, et dites à quoi la personne donnerait son accord.",
    ),
    "consent.required": Sentence(
        "Personne n'a lu ce qui partirait ni dit oui. Rien n'est parti.",
        "Lisez la feuille, puis dites oui à cette feuille même : `--consent EMPREINTE`.",
    ),
    "consent.changed": Sentence(
        "Ce qui partirait n'est plus ce que vous avez lu. Rien n'est parti.",
        "Relisez-le tel qu'il est maintenant, et répondez à cela.",
    ),
    "consent.other_sheet": Sentence(
        "Ce oui vaut pour une autre feuille que celle qui partirait maintenant. Rien n'est parti.",
        "Lisez la feuille que `--dry-run` montre maintenant, et dites oui à celle-là.",
    ),
    "present.used_up": Sentence(
        "Chaque copie de ce justificatif a déjà été montrée : deux services verraient que c'est vous. Rien n'est parti.",
        "Prenez des copies (`livret wallet renew`) ou un autre justificatif (--proof N), ou remontrez-en une avec --again.",
    ),
    "present.rejected": Sentence(
        "La réponse est partie, et le service n'en a pas voulu.",
        "Demandez-lui pourquoi, et une nouvelle demande. Un papier vaut autant.",
    ),
    "present.undelivered": Sentence(
        "Aucun mot n'est revenu : personne ne sait si la réponse est arrivée. Sa copie compte comme montrée.",
        "Demandez au service s'il a votre réponse avant d'en envoyer une autre.",
    ),
}
