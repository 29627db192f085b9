"""French, on issuing over the network: offer, PIN, delivery."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

ISSUANCE: Final[Mapping[str, Sentence]] = {
    "offer.gone": Sentence(
        "Aucun retrait là où mène le lien, ou il a servi, ou son temps est passé.",
        "Relisez le code. S'il est juste, demandez au guichet un nouveau code secret ou un nouveau retrait.",
    ),
    "offer.is_request": Sentence(
        "C'est le lien d'un service qui vous demande quelque chose, pas un retrait auprès d'une mairie.",
        "Revenez, touche s (ligne par ligne : tapez montrer), et collez-le là ; ou `livret wallet present LIEN`.",
    ),
    "offer.no_authority": Sentence(
        "Cette mairie signe avec un cachet électronique, et aucune autorité n'est nommée ici pour lui.",
        "Nommez son fichier : `--anchors FICHIER`. Rien n'a été demandé : le retrait et son code restent bons.",
    ),
    "offer_other_ways": Sentence(
        "Ce retrait se fait d'une façon que livret ne connaît pas encore.",
        "Demandez au guichet un retrait sous forme de fichier, ou du papier.",
    ),
    "offer_does_not_fit": Sentence(
        "Le retrait ne va pas avec ce que la mairie publie d'elle-même. Rien n'a été demandé.",
        "Ne tapez aucun code secret. Demandez un nouveau retrait au guichet, avec ce message.",
    ),
    "metadata_of_another_day": Sentence(
        "D'après l'horloge d'ici, ce que la mairie publie d'elle-même est d'un autre jour. Rien n'a été demandé.",
        "Vérifiez la date et l'heure de cet ordinateur, puis recommencez. Si elles sont justes, prévenez la mairie.",
    ),
    "token.code": Sentence(
        "Ce retrait a déjà servi, ou il a expiré, ou la mairie ne l'a jamais préparé.",
        "Demandez-en un nouveau au guichet, et dites-le si ce n'était pas vous.",
    ),
    "token.grant": Sentence(
        "Ce retrait n'a pas été accepté : le code secret est faux, ou il a déjà servi ou expiré.",
        "Rouvrez-le et tapez le code tel qu'il a été dit ; sinon, demandez-en un nouveau au guichet.",
    ),
    "token.unanswered": Sentence(
        "Le code du retrait et le code secret sont partis, et aucune réponse n'est arrivée.",
        "Recommencez avec le même lien. Si le retrait a servi, demandez un nouveau code secret au guichet : le lien reste bon.",
    ),
    "token.tx_code": Sentence(
        "Le code secret est faux.",
        "Tapez-le tel qu'il a été dit au guichet ; après quelques essais, le retrait est bloqué.",
        "Le code secret est faux. Essais restants : {attempts_left}.",
    ),
    "token.tx_code_missing": Sentence(
        "Ce retrait demande le code secret qui a été dit au guichet.",
        "Tapez le code secret, ou demandez-le au guichet.",
    ),
    "token.tx_code_unexpected": Sentence(
        "Ce retrait n'attend pas de code secret, et la demande en portait un.",
        "Recommencez sans code secret, et ne dites le vôtre à personne.",
    ),
    "token.refresh": Sentence(
        "Le droit d'aller chercher une version plus récente est fini, ou a déjà servi.",
        "Demandez un nouveau retrait au guichet. Le justificatif que vous avez n'y perd rien.",
    ),
    "access_refused": Sentence(
        "Le portefeuille n'a pas, ou plus, le droit de demander cela ici. Rien n'a été signé.",
        "Demandez un nouveau retrait au guichet.",
    ),
    "wallet_not_the_same": Sentence(
        "Rien ne montre que ce portefeuille est celui qui a commencé. Rien n'a été signé.",
        "Recommencez avec ce portefeuille-là, à l'heure juste ; sinon, un nouveau retrait au guichet.",
    ),
    "issuance.denied": Sentence(
        "La mairie ne signera pas cela.",
        "Demandez pourquoi au guichet. Redemander avec le portefeuille n'y change rien.",
    ),
    "delivery_unknown": Sentence(
        "La mairie ne connaît pas cette livraison, ou elle a déjà été récupérée.",
        "Regardez `livret wallet list` ; s'il n'y est pas, demandez au guichet.",
    ),
    "issuance.other_error": Sentence(
        "La mairie a répondu par un refus que livret ne connaît pas.",
        "Demandez au guichet, et montrez-y ce message.",
    ),
    "issuance.redirected": Sentence(
        "Le service de la mairie renvoie ce portefeuille ailleurs. Un portefeuille ne suit pas : il y montrerait vos secrets.",
        "Ne retapez aucun code secret. Demandez un nouveau retrait au guichet, avec ce message.",
    ),
    "issuance.busy": Sentence(
        "Le service de la mairie ne peut pas répondre en ce moment. Rien n'a été signé.",
        "Réessayez dans quelques minutes ; le retrait reste valable jusqu'à son terme.",
    ),
    "received.declined": Sentence(
        "Vous n'avez pas gardé ce justificatif. Il n'en reste rien ici.",
        "Rien à faire. Si vous le voulez malgré tout, demandez un nouveau retrait au guichet.",
    ),
}
