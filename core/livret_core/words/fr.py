"""French."""

from typing import Final

from livret_core.words.fr_command import COMMAND
from livret_core.words.fr_counter import COUNTER
from livret_core.words.fr_desk import DESK
from livret_core.words.fr_issuance import ISSUANCE
from livret_core.words.fr_keeping import KEEPING
from livret_core.words.fr_ledger import LEDGER
from livret_core.words.fr_pickup import PICKUP
from livret_core.words.fr_presentation import PRESENTATION
from livret_core.words.fr_reading import READING
from livret_core.words.fr_store import STORE
from livret_core.words.fr_wallet import WALLET
from livret_core.words.fr_watching import WATCHING
from livret_core.words.language import Sentence, Texts

TEXTS: Final = Texts(
    verdicts={
        "accepted": "ACCEPTÉ",
        "refused": "REFUSÉ",
        "unavailable": "VÉRIFICATION IMPOSSIBLE",
        "malformed": "ILLISIBLE",
        "not_done": "NON FAIT",
        "no_answer": "SANS RÉPONSE",
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
        "another": "c'est le dossier d'autre chose",
        "failed": "la lecture ou l'écriture a échoué",
        "no_server": "aucun serveur de base de données n'y répond",
        "no_database": "le serveur n'a pas cette base : `createdb` en crée une",
        "login": "le serveur ne laisse entrer personne avec ce nom et ce mot de passe",
        "no_toml": "ce n'est plus du TOML",
        "key_missing": "il manque",
        "key_unknown": "cette version ne connaît pas ce nom",
        "key_kind": "ce n'est pas du bon genre, un texte au lieu d'un nombre par exemple",
        "key_value": "cette valeur est impossible",
        "claim_unknown": "ce type d'attestation n'a pas cette donnée",
        "claim_parts": "elle a des parties\u202f: nommez celles que vous voulez",
        "said_twice": "c'est dit deux fois",
    },
    minute="{day} à {hour} h {minute:02} ({zone})",
    ages={
        "days": "{count} jours",
        "hours": "{count} heures",
        "minutes": "{count} minutes",
        "seconds": "{count} {count:seconde|secondes}",
    },
    decimal_mark=",",
    question_mark="\u202f?",
    sentences={
        **COMMAND,
        **COUNTER,
        **ISSUANCE,
        **DESK,
        **PICKUP,
        **WALLET,
        **KEEPING,
        **LEDGER,
        **READING,
        **PRESENTATION,
        **STORE,
        **WATCHING,
        # Ce qui ne se lit pas.
        "unreadable": Sentence(
            "livret ne peut pas lire ceci : abîmé, incomplet, ou un autre genre de fichier.",
            "Redemandez-le tel qu'il a été fait. Un justificatif vaut autant sur papier.",
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
            "Le fichier de règles est inutilisable, à cet endroit\u202f: {place} ({reason:cause}). Rien n'a été vérifié.",
        ),
        "policy.no_procedure": Sentence(
            "Le fichier de règles ne connaît pas cette démarche.",
            "Choisissez-en une qui s'y trouve, ou ajoutez celle-ci.",
            "Le fichier de règles ne connaît pas cette démarche\u202f; il connaît {known:all}.",
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
        "issuer.unknown": Sentence(
            "Le journal public ne connaît aucun organisme du nom que porte ce justificatif.",
            "Tenez-le pour faux, et gardez-le. Un justificatif d'un organisme inscrit au journal, ou un papier, convient.",
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
            "Demandez à la personne celui que nomme la démarche.",
        ),
        "answer.incomplete": Sentence(
            "Il manque dans la réponse une chose qui était demandée.",
            "Redemandez en disant à quoi cela sert ; la personne peut dire non.",
            "La réponse ne dit pas : {claim}.",
        ),
        "answer.not_met": Sentence(
            "Le justificatif est authentique, et ce qu'il dit n'est pas ce qu'il faut.",
            "Dites-le à la personne ; un autre justificatif peut répondre.",
            "Le justificatif est authentique ; {claim} n'est pas ce que veut la démarche.",
        ),
        "answer.not_asked": Sentence(
            "Il y a dans la réponse un justificatif que personne n'a demandé.",
            "Redemandez ; la personne envoie ce qui est demandé, et rien d'autre.",
        ),
        "answer.several": Sentence(
            "Il y a dans la réponse plusieurs justificatifs là où un seul est demandé.",
            "Redemandez ; la personne en choisit un.",
        ),
        "answer.missing": Sentence(
            "Il manque dans la réponse un justificatif qui était demandé.",
            "Redemandez en disant à quoi il sert ; la personne peut dire non.",
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
    },
)
