"""French, on issuing over the network: offer, PIN, delivery."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

ISSUANCE: Final[Mapping[str, Sentence]] = {
    "offer.gone": Sentence(
        "Aucune offre là où mène le lien, ou elle a servi, ou son temps est passé.",
        "Relisez le code. S'il est juste, demandez au guichet un nouveau code secret ou une nouvelle offre.",
    ),
    "offer.is_request": Sentence(
        "C'est le lien d'un service qui vous demande quelque chose, pas l'offre d'une mairie.",
        "Revenez, touche s (ligne par ligne : tapez montrer), et collez-le là ; ou `livret wallet present LIEN`.",
    ),
    "offer.no_authority": Sentence(
        "Cette mairie signe avec un cachet électronique, et aucune autorité n'est nommée ici pour lui.",
        "Nommez son fichier : `--anchors FICHIER`. Rien n'a été demandé : l'offre et son code restent bons.",
    ),
    "offer_other_ways": Sentence(
        "Cette offre remet le justificatif d'une façon que livret ne connaît pas encore.",
        "Demandez au guichet un retrait sous forme de fichier, ou du papier.",
    ),
    "offer_does_not_fit": Sentence(
        "L'offre ne va pas avec ce que la mairie publie d'elle-même. Rien n'a été demandé.",
        "Ne tapez aucun code secret. Demandez une nouvelle offre au guichet, avec ce message.",
    ),
    "token.code": Sentence(
        "Cette offre a déjà servi, ou elle a expiré, ou la mairie ne l'a jamais faite.",
        "Demandez-en une nouvelle au guichet, et dites-le si ce n'était pas vous.",
    ),
    "token.grant": Sentence(
        "Cette offre n'a pas été acceptée : le code secret est faux, ou elle a déjà servi ou expiré.",
        "Rouvrez-la et tapez le code tel qu'il a été dit ; sinon, demandez-en une nouvelle au guichet.",
    ),
    "token.unanswered": Sentence(
        "L'offre et le code secret sont partis, et aucune réponse n'est arrivée.",
        "Recommencez avec le même lien. Si l'offre a servi, demandez un nouveau code secret au guichet : le lien reste bon.",
    ),
    "token.tx_code": Sentence(
        "Le code secret est faux.",
        "Tapez-le tel qu'il a été dit au guichet ; après quelques essais, l'offre est bloquée.",
        "Le code secret est faux. Essais restants : {attempts_left}.",
    ),
    "token.tx_code_missing": Sentence(
        "Cette offre demande le code secret qui a été dit au guichet.",
        "Tapez le code secret, ou demandez-le au guichet.",
    ),
    "token.tx_code_unexpected": Sentence(
        "Cette offre n'attend pas de code secret, et la demande en portait un.",
        "Recommencez sans code secret, et ne dites le vôtre à personne.",
    ),
    "token.refresh": Sentence(
        "Le droit d'aller chercher une version plus récente est fini, ou a déjà servi.",
        "Demandez une nouvelle offre au guichet. Le justificatif que vous avez n'y perd rien.",
    ),
    "access_refused": Sentence(
        "Le portefeuille n'a pas, ou plus, le droit de demander cela ici. Rien n'a été signé.",
        "Demandez une nouvelle offre au guichet.",
    ),
    "wallet_not_the_same": Sentence(
        "Rien ne montre que ce portefeuille est celui qui a commencé. Rien n'a été signé.",
        "Recommencez avec ce portefeuille-là, à l'heure juste ; sinon, une nouvelle offre au guichet.",
    ),
    "issuance.denied": Sentence(
        "La mairie ne signera pas cela.",
        "Demandez pourquoi au guichet. Redemander avec le portefeuille n'y change rien.",
    ),
    "delivery_unknown": Sentence(
        "La mairie ne connaît pas cette livraison, ou elle a déjà été retirée.",
        "Regardez `livret wallet list` ; s'il n'y est pas, demandez au guichet.",
    ),
    "issuance.other_error": Sentence(
        "La mairie a répondu par un refus que livret ne connaît pas.",
        "Demandez au guichet, et montrez-y ce message.",
    ),
    "issuance.redirected": Sentence(
        "Le service de la mairie renvoie ce portefeuille ailleurs. Un portefeuille ne suit pas : il y montrerait vos secrets.",
        "Ne retapez aucun code secret. Demandez une nouvelle offre au guichet, avec ce message.",
    ),
    "issuance.busy": Sentence(
        "Le service de la mairie ne peut pas répondre en ce moment. Rien n'a été signé.",
        "Réessayez dans quelques minutes ; l'offre reste valable jusqu'à son terme.",
    ),
    "received.declined": Sentence(
        "Vous n'avez pas gardé ce justificatif. Il n'en reste rien ici.",
        "Rien à faire. Si vous le voulez malgré tout, demandez une nouvelle offre au guichet.",
    ),
}
