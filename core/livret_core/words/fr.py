"""French."""

from typing import Final

from livret_core.words.fr_command import COMMAND
from livret_core.words.fr_ledger import LEDGER
from livret_core.words.fr_watching import WATCHING
from livret_core.words.language import Sentence, Texts

TEXTS: Final = Texts(
    verdicts={
        "accepted": "ACCEPTÉ",
        "refused": "REFUSÉ",
        "unavailable": "VÉRIFICATION IMPOSSIBLE",
        "malformed": "ILLISIBLE",
        "not_done": "NON FAIT",
    },
    menders={
        "sender": "l'auteur du fichier",
        "holder": "la personne qui le montre",
        "issuer": "la mairie ou l'organisme qui signe",
        "service": "le service demandeur",
        "ledger": "ceux qui tiennent le journal public",
        "you": "vous, ici",
    },
    labels={
        "step": "Que faire",
        "mender": "Qui peut",
        "meaning": "Pour l'ingénieur (en anglais)",
        "rule": "Règle",
        "more": "En savoir plus",
        "codes": "Motifs",
        "unknown": "Aucun motif ne s'appelle",
        "near": "Vouliez-vous dire",
    },
    causes={
        "missing": "introuvable",
        "not_allowed": "accès interdit",
        "folder": "c'est un dossier",
        "special": "ce n'est pas un fichier",
        "too_large": "bien trop gros",
        "full": "plus de place",
        "empty": "rien de livret ne s'y trouve",
        "failed": "la lecture ou l'écriture a échoué",
    },
    minute="{day} à {hour} h {minute:02} ({zone})",
    ages={
        "days": "{count} jours",
        "hours": "{count} heures",
        "minutes": "{count} minutes",
        "seconds": "{count} secondes",
    },
    decimal_mark=",",
    sentences={
        **COMMAND,
        **LEDGER,
        **WATCHING,
        # Ce qui ne se lit pas.
        "unreadable": Sentence(
            "livret ne peut pas lire ceci : abîmé, incomplet, ou un autre genre de fichier.",
            "Redemandez-le tel qu'il a été fait. Sur papier, il vaut autant.",
        ),
        "too_large": Sentence(
            "C'est bien plus gros qu'un fichier honnête de ce genre. Il n'a pas été lu.",
            "Redemandez-le à sa source, et regardez ce qu'on vous a envoyé.",
            "Bien plus gros qu'un fichier honnête de ce genre, donc non lu : {file}.",
        ),
        "secret_key": Sentence(
            "Il contient une clé secrète, qui ne devrait jamais quitter la machine où elle est née.",
            "Tenez cette clé pour volée : faites-en une autre et effacez ce fichier.",
        ),
        "request_unreadable": Sentence(
            "livret ne peut pas lire cette demande. Rien n'est parti.",
            "Demandez au service d'en refaire une, ou montrez un papier.",
        ),
        "answer_unreadable": Sentence(
            "livret ne peut pas lire cette réponse : abîmée ou incomplète.",
            "Demandez à la personne de le montrer à nouveau, ou acceptez un papier.",
        ),
        "rules_unreadable": Sentence(
            "Le fichier de règles contient une chose impossible. Rien n'a été vérifié avec lui.",
            "Corrigez l'endroit indiqué, puis recommencez.",
            "Le fichier de règles contient une chose impossible, à cet endroit : {place}. Rien n'a été vérifié.",
        ),
        "policy.no_procedure": Sentence(
            "Le fichier de règles ne connaît pas cette procédure.",
            "Choisissez-en une qui s'y trouve, ou ajoutez celle-ci.",
            "Le fichier de règles ne connaît pas cette procédure ; il connaît {known}.",
        ),
        "record_wrong": Sentence(
            "Une valeur ne convient pas à ce justificatif. Rien n'a été signé.",
            "Corrigez la valeur dans les données de la commune, puis recommencez.",
            "{path} : la valeur ne convient pas à ce justificatif. Rien n'a été signé.",
        ),
        "date.malformed": Sentence(
            "Date impossible ou mal écrite. Il faut : 1988-03-14, 1988-03 ou 1988. Rien n'a été signé.",
            "Écrivez-la ainsi dans les données de la commune ; omettez le jour ou le mois inconnu.",
            "Date impossible ou mal écrite. Il faut : {form}. Rien n'a été signé.",
        ),
        "against_its_kind": Sentence(
            "Ce justificatif n'a pas été fait selon les règles de son genre.",
            "Demandez-en un nouveau à l'organisme qui l'a signé.",
        ),
        "kind_damaged": Sentence(
            "La description de ce genre de justificatif est abîmée ou se contredit.",
            "Reprenez-la chez l'organisme qui la publie, ou appelez-le.",
        ),
        "type.unknown": Sentence(
            "livret ne connaît aucun justificatif de ce nom.",
            "Choisissez-en un dans la liste de `livret types`.",
        ),
        "type.unavailable": Sentence(
            "La description de ce justificatif n'a pas pu être obtenue. Ce n'est pas un refus.",
            "Réessayez dans quelques minutes, ou demandez le papier.",
        ),
        # L'organisme qui signe, et sa page au journal public.
        "body_name_wrong": Sentence(
            "Le nom de l'organisme signataire est écrit d'une façon que livret ne cherche pas.",
            "Demandez un nouveau justificatif à l'organisme lui-même.",
        ),
        "body_record_damaged": Sentence(
            "La page de l'organisme signataire au journal public est abîmée ou incomplète.",
            "Reprenez-la. Si cela dure, appelez ceux qui tiennent le journal.",
        ),
        "body_record_forged": Sentence(
            "La page de l'organisme signataire ne tient pas. Quelqu'un a pu la changer.",
            "Ne vous y fiez pas. Gardez le fichier et appelez ceux qui tiennent le journal.",
        ),
        "body_record_rules": Sentence(
            "Cela enfreindrait une règle que les organismes publics suivent pour leur page.",
            "Laissez les clés et les réglages tels que les fait `livret issuer init`.",
        ),
        "ledger_unreadable": Sentence(
            "Ce qui vient du journal public est abîmé ou incomplet.",
            "Reprenez-le. Si cela dure, appelez ceux qui tiennent le journal.",
        ),
        "ledger_forged": Sentence(
            "Cette page du journal public n'est pas signée par ceux qui le tiennent, ou a été changée.",
            "Ne vous y fiez pas. Gardez le fichier et appelez ceux qui tiennent le journal.",
        ),
        "ledger_rewritten": Sentence(
            "Le journal public ne prolonge pas ce qu'il disait avant. Il a pu être réécrit.",
            "Ne vous y fiez pas. Gardez le fichier comme preuve et appelez une commune qui surveille le journal.",
        ),
        "trust_rules_wrong": Sentence(
            "Le fichier qui dit à quel journal se fier est faux ou abîmé. Rien n'a été vérifié avec lui.",
            "Reprenez-le là où il est remis.",
        ),
        "log.unknown": Sentence(
            "Cela vient d'un journal auquel on ne se fie pas ici.",
            "Demandez à qui vous l'a remis quel est ce journal, puis faites-le confirmer au guichet.",
        ),
        "log.quorum": Sentence(
            "Trop peu de communes confirment cette page du journal public.",
            "Prenez-en une plus récente. Si cela dure, appelez ceux qui tiennent le journal.",
        ),
        "log.witness_unavailable": Sentence(
            "Une commune qui surveille le journal public n'a pas répondu.",
            "Réessayez plus tard. Les autres suffiront peut-être.",
        ),
        "did.deactivated": Sentence(
            "L'organisme signataire a fermé cette page et ne signe plus rien avec elle.",
            "Demandez qui a repris ses tâches, et un justificatif de celui-là.",
        ),
        "did.version_not_found": Sentence(
            "La page de l'organisme signataire n'a pas cette version.",
            "Demandez une version qui existe, ou la dernière.",
        ),
        "webvh.witness_threshold": Sentence(
            "Trop peu des témoins exigés confirment la page de l'organisme signataire.",
            "Attendez les autres, ou appelez ceux qui tiennent le journal.",
        ),
        "webvh.witness_file_missing": Sentence(
            "Les confirmations des témoins n'ont pas pu être obtenues. Ce n'est pas un refus.",
            "Prenez aussi les confirmations, puis recommencez.",
        ),
        "issuer.unavailable": Sentence(
            "Impossible de savoir quelles clés l'organisme utilise. Ce n'est pas un refus.",
            "Réessayez dans quelques minutes, ou suivez la consigne du service.",
            "Impossible de savoir quelles clés utilise {issuer} ({reason:cause}). Ce n'est pas un refus.",
        ),
        "map.unavailable": Sentence(
            "Une partie de ce que tient le journal public manque ou est abîmée. Ce n'est pas un refus.",
            "Demandez à une autre commune qui tient le journal. Celle-ci doit le rétablir d'une copie.",
        ),
        "issuer.not_accepted": Sentence(
            "Ce service n'accepte pas de tels justificatifs de cet organisme.",
            "Demandez au service lesquels il accepte, ou si un papier suffit.",
        ),
        "issuer.key_not_listed": Sentence(
            "N'est pas signé avec une clé de l'organisme nommé. Tenez-le pour faux ; gardez le fichier.",
            "Demandez un justificatif à cet organisme, et dites-lui ce que vous avez vu.",
        ),
        "issuer.not_accredited": Sentence(
            "L'organisme qui l'a signé ne peut pas signer ce genre de justificatif.",
            "Demandez lequel le peut, et un justificatif de celui-là.",
            "{issuer} ne peut pas signer ce genre de justificatif.",
        ),
        "issuer.wrong_territory": Sentence(
            "Signé par une commune pour une affaire d'une autre.",
            "Demandez un justificatif à la commune concernée.",
            "Signé par {issuer} pour un territoire qui n'est pas le sien.",
        ),
        # Les signatures et ce qu'elles couvrent.
        "signature_wrong": Sentence(
            "La signature ne correspond pas à ce qui est écrit ici. Tenez-le pour faux.",
            "Gardez le fichier. Demandez à le voir depuis le portefeuille.",
        ),
        "signed_otherwise": Sentence(
            "C'est signé d'une façon que livret n'accepte pas.",
            "Redemandez-le à partir d'un logiciel qui suit les règles européennes.",
        ),
        "not_what_was_signed": Sentence(
            "Ce qui est montré n'est pas ce qui a été signé : ajouté, doublé ou remplacé.",
            "Tenez-le pour faux. Demandez à le voir depuis le portefeuille.",
        ),
        "certificate_unfit": Sentence(
            "Le cachet électronique de l'organisme signataire ne l'autorise pas à signer ceci.",
            "Demandez-lui de le renouveler auprès d'une autorité que vous reconnaissez.",
        ),
        "x509.expired": Sentence(
            "Le cachet électronique de l'organisme signataire a expiré.",
            "Demandez-lui de le renouveler ; le justificatif peut rester valable.",
            "Le cachet électronique de l'organisme signataire a expiré le {expired_at_s:day}.",
        ),
        "x509.not_yet_valid": Sentence(
            "Le cachet électronique de l'organisme signataire n'est pas encore valable.",
            "Regardez l'horloge de cette machine ; sinon attendez, ou appelez-le.",
            "Le cachet électronique de l'organisme signataire n'est valable qu'à partir du {valid_from_s:day}.",
        ),
        # Les dates.
        "validity.expired": Sentence(
            "Ce justificatif a expiré. La personne peut en demander un nouveau.",
            "Demandez-en un nouveau à la mairie ; le papier vaut autant.",
            "Expiré le {expired_at_s:day}. La personne peut en demander un nouveau.",
        ),
        "validity.not_yet": Sentence(
            "Ce justificatif n'est pas encore valable.",
            "Regardez l'horloge de cette machine ; sinon revenez quand il sera valable.",
            "Valable seulement à partir du {starts_at_s:minute}.",
        ),
        "clock_ahead": Sentence(
            "Ceci est daté dans le futur : une des deux horloges est fausse.",
            "Réglez l'horloge de cette machine, puis redemandez-le.",
        ),
        # La demande, et sa réponse.
        "request.unsupported": Sentence(
            "La demande est faite d'une façon que livret ne comprend pas encore. Rien n'est parti.",
            "Demandez au service une autre façon, ou montrez un papier.",
        ),
        "request.signature": Sentence(
            "La demande n'est pas signée par le service qu'elle nomme. Rien n'est parti.",
            "N'y répondez pas. Demandez au service lui-même, à son guichet ou à son adresse.",
        ),
        "request.expired": Sentence(
            "Cette demande a expiré. Rien n'est parti.",
            "Demandez-en une nouvelle au service.",
            "Cette demande a expiré le {expired_at_s:minute}. Rien n'est parti.",
        ),
        "request.unknown": Sentence(
            "Ceci répond à une demande que ce service n'a jamais faite.",
            "Faites une nouvelle demande et montrez-la à la personne.",
        ),
        "answer.other_type": Sentence(
            "C'est un autre justificatif que celui qui est demandé.",
            "Demandez à la personne celui que nomme la procédure.",
        ),
        "answer.incomplete": Sentence(
            "Il manque dans la réponse une chose qui était demandée.",
            "Redemandez en disant à quoi cela sert ; la personne peut dire non.",
            "La réponse ne dit pas : {claim}.",
        ),
        "answer.not_met": Sentence(
            "Le justificatif est authentique, et ce qu'il dit n'est pas ce qu'il faut.",
            "Dites-le à la personne ; un autre justificatif peut répondre.",
            "Le justificatif est authentique ; {claim} n'est pas ce que veut la procédure.",
        ),
        # La personne qui le montre.
        "holder.missing": Sentence(
            "Montré sans preuve que le porteur le détient : une copie.",
            "Demandez à le voir depuis le portefeuille.",
        ),
        "bearer_unproven": Sentence(
            "Rien ne prouve que le porteur soit celui à qui il a été remis.",
            "Demandez à le voir depuis le portefeuille où il a été remis.",
        ),
        "holder.other_service": Sentence(
            "Préparé pour un autre service que le vôtre.",
            "Faites votre propre demande et montrez-la à la personne.",
        ),
        "holder.other_request": Sentence(
            "Préparé pour une autre demande que celle-ci.",
            "Faites une nouvelle demande et montrez-la à la personne.",
        ),
        "holder.stale": Sentence(
            "Préparé il y a trop longtemps pour vos règles.",
            "Faites une nouvelle demande ; le montrer à nouveau prend un instant.",
            "Préparé le {bound_at_s:minute}, il y a trop longtemps pour vos règles.",
        ),
        "holder.replayed": Sentence(
            "Déjà présenté ici. La même réponse une seconde fois ne prouve rien.",
            "Faites une nouvelle demande.",
            "Déjà présenté ici le {answered_at_s:minute}.",
        ),
        # S'il est encore valable.
        "status.revoked": Sentence(
            "Retiré par l'organisme signataire.",
            "Demandez-en un nouveau à la mairie.",
            "Retiré par l'organisme signataire, dit sa liste du {listed_at_s:minute}.",
        ),
        "status.suspended": Sentence(
            "Suspendu par l'organisme signataire.",
            "La personne peut lui en demander la raison ; d'ici là, un papier peut aider.",
            "Suspendu par l'organisme signataire, dit sa liste du {listed_at_s:minute}.",
        ),
        "status_not_understood": Sentence(
            "L'organisme signataire en dit une chose que livret ne comprend pas.",
            "Demandez-lui si ce justificatif est encore valable.",
        ),
        "status_list_wrong": Sentence(
            "La liste qui devrait dire s'il est encore valable n'est pas fiable.",
            "Demandez à l'organisme signataire de la publier à nouveau.",
        ),
        "status.small_list": Sentence(
            "Sa liste d'état est si courte qu'elle désignerait la personne. Rien n'a été gardé.",
            "Demandez à la mairie une liste commune à tous, et montrez-y ce message.",
        ),
        "status.exhausted": Sentence(
            "Plus aucune liste de justificatifs signés n'a de place. Rien n'a été signé.",
            "Appelez qui s'occupe de livret : la liste suivante aurait dû commencer seule.",
        ),
        "status.unavailable": Sentence(
            "Impossible de savoir s'il est encore valable. Ce n'est pas un refus.",
            "Réessayez dans quelques minutes, ou suivez la consigne du service.",
            "Impossible de savoir s'il est encore valable ({reason:cause}). Ce n'est pas un refus.",
        ),
        "status.stale": Sentence(
            "La dernière liste connue dépasse l'âge admis. Ce n'est pas un refus.",
            "Prenez une liste plus récente, ou suivez la consigne du service.",
            "La dernière liste connue est du {issued_at_s:minute} ; elle dépasse l'âge admis.",
        ),
        # Le guichet, la liste et le dossier.
        "encrypted_otherwise": Sentence(
            "C'est chiffré d'une façon que livret n'accepte pas.",
            "Redemandez-le à partir d'un logiciel qui suit les règles européennes.",
        ),
        "not_for_this_key": Sentence(
            "C'est chiffré pour une autre clé, ou cela a été modifié en chemin.",
            "Demandez à l'expéditeur de le chiffrer à nouveau, pour la clé actuelle.",
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
        "present.other_proof": Sentence(
            "Le justificatif nommé ne répond pas à cette demande. Rien n'est parti.",
            "Laissez choisir le portefeuille, ou prenez-en un autre dans `livret wallet list`.",
        ),
        "present.no_consent": Sentence(
            "Personne n'a dit oui : rien n'est parti.",
            "Lisez ce qui partirait, puis répondez oui ou non.",
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
            "Ôtez une des deux lignes, puis recommencez.",
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
            "Le relevé des actes de la mairie a {number} articles et ne prolonge pas l'article {noted} tel qu'il fut noté.",
        ),
        "audit.head": Sentence(
            "Ce ne sont pas un numéro et des chiffres tels que `livret issuer audit` les écrit.",
            "Retapez ce qui a été noté : un numéro, puis des groupes de quatre.",
        ),
    },
)
