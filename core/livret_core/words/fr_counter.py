"""French, at the counter: hand-overs, lists, what a wallet was given, the record of acts."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

COUNTER: Final[Mapping[str, Sentence]] = {
    "encrypted_otherwise": Sentence(
        "C'est chiffré d'une façon que livret n'accepte pas.",
        "Redemandez-le à partir d'un logiciel qui suit les règles européennes.",
    ),
    "not_for_this_key": Sentence(
        "C'est chiffré pour une autre clé, ou cela a été modifié en chemin.",
        "Demandez à l'expéditeur de le chiffrer à nouveau, pour la clé actuelle.",
    ),
    "code.alone": Sentence(
        "C'est le code seul : il ne dit pas de qui il vient.",
        "Tapez l'adresse devant, comme les deux figurent à côté du code QR : verneuil.example/o/7KQ2-M9T9. Ou collez le lien.",
    ),
    "code.mistyped": Sentence(
        "Ce n'est pas un code, ou un caractère est mal tapé.",
        "Retapez-le d'après le papier ou l'écran, avec ou sans le tiret.",
    ),
    "wallet_request_wrong": Sentence(
        "La demande du portefeuille ne va pas avec ce retrait. Rien n'a été signé.",
        "Demandez à la personne de refaire la demande avec ce retrait.",
    ),
    "handover.unknown": Sentence(
        "Cette mairie n'a préparé aucun retrait portant ce code.",
        "Demandez un nouveau retrait au guichet.",
    ),
    "handover.used": Sentence(
        "Ce retrait a déjà servi ; il ne sert qu'une fois.",
        "Demandez-en un nouveau au guichet, et dites-le si ce n'était pas vous.",
    ),
    "handover.collected": Sentence(
        "Ce retrait a déjà eu lieu\u202f; il n'y a plus rien à annuler.",
        "Retirez ce qui a été signé\u00a0: `livret issuer revoke {handover|CODE}`. Pour le suspendre\u00a0: `suspend`.",
        "{handover} a été récupéré le {collected_at_s:minute}\u202f; il n'y a plus rien à annuler.",
    ),
    "handover.expired": Sentence(
        "Ce retrait a expiré.",
        "Demandez-en un nouveau au guichet.",
        "Ce retrait a expiré le {expired_at_s:minute}.",
    ),
    "handover.other_type": Sentence(
        "C'est un autre justificatif que celui du retrait. Rien n'a été signé.",
        "Demandez au guichet un retrait pour celui qu'il vous faut.",
    ),
    "handover.too_many": Sentence(
        "Plus de copies ont été demandées que ce retrait n'en permet.",
        "Demandez-en moins, ou un autre retrait.",
        "Plus de copies ont été demandées que ce retrait n'en permet : {max_copies}.",
    ),
    "handover.not_issued": Sentence(
        "Rien n'a été signé pour ce retrait : il n'y a rien à changer.",
        "Regardez où il en est avec `livret issuer show`.",
    ),
    "received_wrong": Sentence(
        "Ce que la mairie a envoyé n'est pas ce qui était demandé. Rien n'a été gardé.",
        "Demandez un nouveau retrait au guichet, et montrez-y ce message.",
    ),
    "pending.unknown": Sentence(
        "Ce portefeuille n'a aucune demande ouverte pour cette réponse. Rien n'a été gardé.",
        "Ouvrez-la avec le portefeuille qui a demandé, ou demandez un nouveau retrait.",
    ),
    "present.none": Sentence(
        "Ce portefeuille n'a aucun justificatif qui réponde. Rien n'est parti.",
        "Demandez-en un en mairie, ou demandez au service si un papier suffit.",
    ),
    "present.asked": Sentence(
        "Un justificatif qui répondrait peut-être a été demandé, et n'est pas encore ici. Rien n'est parti.",
        "Recevez d'abord la réponse de la mairie\u202f: `livret wallet receive`, puis le nom de son fichier.",
    ),
    "present.other_proof": Sentence(
        "Le justificatif nommé ne répond pas à cette demande. Rien n'est parti.",
        "Laissez choisir le portefeuille, ou prenez-en un autre dans `livret wallet list`.",
    ),
    "present.declined": Sentence(
        "Vous avez dit non. Un non a été envoyé au service, et rien de ce que vous détenez.",
        "Il n'y a plus rien à faire. Si vous changez d'avis, que le service demande à nouveau.",
    ),
    "present.untold": Sentence(
        "Vous avez dit non. Rien de ce que vous détenez n'est parti ; le service a-t-il reçu le non, on ne sait pas.",
        "Il n'y a plus rien à faire. Pour le redire, refusez le même lien encore une fois.",
    ),
    "present.no_consent": Sentence(
        "Vous avez dit non. Rien n'a été écrit, et rien n'est parti.",
        "Il n'y a plus rien à faire. Si vous changez d'avis, répondez au même fichier encore une fois.",
    ),
    "status.missing": Sentence(
        "Il ne dit pas où demander s'il est encore valable.",
        "Demandez-en un nouveau à l'organisme qui l'a signé.",
    ),
    "status.final": Sentence(
        "Un justificatif retiré le reste.",
        "Signez-en plutôt un nouveau.",
    ),
    "status.no_suspension": Sentence(
        "Ce genre de justificatif se retire, il ne se suspend pas.",
        "Retirez-le, et signez-en un nouveau quand l'affaire est réglée.",
    ),
    "intake.encoding": Sentence(
        "La liste n'est pas en UTF-8 : les noms en sortiraient faux.",
        "Enregistrez-la à nouveau en CSV UTF-8, puis recommencez.",
        "La ligne {line} de la liste n'est pas en UTF-8\u202f: les noms en sortiraient faux.",
    ),
    "intake.garbled": Sentence(
        "Un nom de la liste a été mal lu par un autre logiciel\u202f; ses lettres sont perdues dans ce fichier.",
        "Faites exporter à nouveau la liste depuis le registre, en UTF-8. Réenregistrer ce fichier n'y change rien.",
        "Un nom de la ligne {line} a été mal lu par un autre logiciel\u202f; ses lettres sont perdues dans ce fichier.",
    ),
    "intake.spreadsheet": Sentence(
        "La liste est le fichier propre d'un tableur, et non un CSV.",
        "Enregistrez-la depuis le tableur en CSV UTF-8, puis recommencez.",
    ),
    "intake.line_ends": Sentence(
        "Les lignes de la liste se terminent comme sur les anciens Mac\u202f: tout se lit comme une seule ligne.",
        "Enregistrez-la à nouveau en CSV UTF-8, et non en CSV pour Macintosh. Puis recommencez.",
    ),
    "intake.header": Sentence(
        "Une colonne de la liste est inconnue, absente ou en double.",
        "Nommez les colonnes comme le fait ce justificatif ; `livret types` les donne.",
        "La colonne {column} de la liste est inconnue, absente ou en double.",
    ),
    "claims.elsewhere": Sentence(
        "Cela se situe dans une commune ou un pays dont la commune signataire n'a pas à parler.",
        "Corrigez le lieu dans la donnée, ou adressez-vous à la commune concernée.",
        "{path} nomme un lieu dont la commune signataire n'a pas à parler.",
    ),
    "claims.future": Sentence(
        "Une date est encore à venir.",
        "Corrigez la date dans la donnée, puis réessayez.",
        "{path} est un jour encore à venir.",
    ),
    "claims.order": Sentence(
        "Une date tombe avant une autre qui vient d'abord.",
        "Corrigez celle des deux dates qui est fausse, puis réessayez.",
        "{path} tombe avant {before}, qui vient d'abord.",
    ),
    "intake.row": Sentence(
        "Une ligne de la liste a trop ou trop peu de cases, ou un guillemet ouvert.",
        "Corrigez la ligne, puis recommencez.",
    ),
    "intake.formula": Sentence(
        "Une case de la liste commence comme une formule qu'un tableur exécuterait.",
        "Écrivez la case en simple texte, puis recommencez.",
    ),
    "intake.nobody": Sentence(
        "Personne ne figure à cette ligne de la liste.",
        "Cherchez le numéro de la ligne ; l'en-tête est la ligne 1.",
    ),
    "intake.changed": Sentence(
        "La liste a été modifiée pendant sa lecture. Rien n'a été préparé.",
        "Fermez le programme qui la modifie, puis recommencez.",
    ),
    "intake.empty": Sentence(
        "Il n'y a personne dans la liste : elle s'arrête après sa première ligne.",
        "Mettez les personnes sous les noms des colonnes, une par ligne.",
    ),
    "intake.offered": Sentence(
        "Cette personne a déjà un retrait de ce genre, encore ouvert.",
        "Annulez d'abord celui-là, ou donnez-en un autre exprès avec --again.",
        "Cette personne a déjà un retrait ouvert : {handover} (l'annuler, ou --again).",
    ),
    "offer.none": Sentence(
        "Un retrait n'a pas pu être écrit ; aucun n'a donc été préparé, et rien n'est enregistré.",
        "Faites de la place, ou nommez un autre dossier avec --to, puis relancez la commande.",
        "Rien n'a été préparé ni enregistré : {file} n'a pas pu être écrit ({reason:cause}).",
    ),
    "offer.unfinished": Sentence(
        "Les retraits sont enregistrés, et leurs fichiers ne sont pas tous en place.",
        "Faites de la place et relancez la commande : elle met d'abord les fichiers en place.",
        "Les retraits sont enregistrés, les fichiers pas tous en place : {file} ({reason:cause}).",
    ),
    "intake.duplicate": Sentence(
        "La même personne figure deux fois dans la liste.",
        "Ôtez une des deux lignes. Si ce sont deux personnes, servez la seconde au guichet.",
        "La même personne figure deux fois, d'abord à la ligne {first_line}.",
    ),
    "audit.altered": Sentence(
        "Le relevé que la mairie tient de ses propres actes a été changé après coup.",
        "Arrêtez, laissez le dossier tel quel, et appelez la personne chargée de cette machine.",
        "Le relevé que la mairie tient de ses actes a été changé, à l'article {number}.",
    ),
    "audit.rolled_back": Sentence(
        "Le relevé que la mairie tient de ses propres actes ne prolonge pas ce qui avait été noté.",
        "Arrêtez, laissez le dossier tel quel, et appelez la personne chargée de cette machine.",
        "Le relevé des actes de la mairie a {number} {number:article|articles} et ne prolonge pas l'article {noted} tel qu'il fut noté.",
    ),
    "audit.head": Sentence(
        "Ce ne sont pas un numéro et des chiffres tels que `livret issuer audit` les écrit.",
        "Retapez ce qui a été noté : un numéro, puis des groupes de quatre.",
    ),
}
