"""Le français, où l'on surveille le journal (témoins, auditeurs, preuves de fraude)."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

WATCHING: Final[Mapping[str, Sentence]] = {
    "mirror.lost": Sentence(
        "Il manque à cette copie une partie que rien dans son dossier ne refait.",
        "Refaites la copie dans un autre dossier\u202f: `livret ledger mirror --home`. Elle n'a aucune clé à remplacer.",
        "Il manque à cette copie son `{file}`, que rien dans son dossier ne refait.",
    ),
    "witness.memory_lost": Sentence(
        "Cette clé est là sans la mémoire de ce qu'elle a confirmé. Elle pourrait confirmer deux histoires.",
        "Ne plus jamais s'en servir : la faire remplacer par les membres (policy.change), puis `init` ailleurs.",
    ),
    "witness.busy": Sentence(
        "Un autre livret répond déjà depuis ce dossier : la clé et sa mémoire ne travaillent qu'une fois.",
        "Gardez celui-là, ou terminez-le d'abord. Un autre témoin ou auditeur a son propre dossier : --home.",
    ),
    "fraud.malformed": Sentence(
        "Ce n'est pas un fichier qui confondrait qui tient un journal : endommagé, coupé, ou d'une autre sorte.",
        "Faites-le récrire là où la fraude a été vue : `livret ledger prove-fraud`.",
    ),
    "fraud.not_shown": Sentence(
        "Ce fichier ne montre pas ce qu'il affirme. Il ne condamne personne.",
        "Demandez-en un autre à qui vous l'a donné, et signalez-le aux communes qui tiennent le journal.",
    ),
    "fraud.replica": Sentence(
        "Pour vérifier ceci, il faut les écritures précédentes du journal. Ce n'est pas un acquittement.",
        "Indiquez une copie avec --copy : un dossier, une adresse https, ou le replica.db d'un auditeur.",
    ),
    "fraud.none": Sentence(
        "Rien n'a été vu ici dont on puisse convaincre celui qui tient le journal.",
        "Il n'y a rien à faire. En cas de doute, demandez à une autre commune qui surveille le journal.",
    ),
    "ledger.tiles": Sentence(
        "Les fichiers publiés ne correspondent pas à la page signée du journal. Rien n'a été confirmé.",
        "Réessayez, ou lisez une autre copie du journal. Si cela dure, appelez ceux qui le tiennent.",
    ),
    "ledger.catching_up": Sentence(
        "Cette commune lit encore le journal. Elle ne confirme rien avant d'avoir tout vérifié.",
        "Réessayez dans une minute.",
    ),
    "town.no_answer": Sentence(
        "Un service de la démonstration n'a pas répondu.",
        "Regardez ses dernières lignes, ci-dessus ; --keep DOSSIER les garde toutes dans logs/.",
        "Ce service n'a pas répondu : {process}.",
    ),
    "town.kept_port_taken": Sentence(
        "Un port où répond cette ville gardée est pris.",
        "Arrêtez ce qui l'occupe (elle est peut-être déjà ouverte), ou ouvrez-en une autre\u202f: --keep AUTRE.",
        "Le port {port} est pris, et la ville de {folder} ne répond que là.",
    ),
    "town.unfinished": Sentence(
        "Cette ville gardée n'a pas été jouée jusqu'au bout\u202f; elle ne peut pas s'ouvrir.",
        "Supprimez son dossier, ou nommez-en un autre avec --keep\u202f; elle est alors rejouée.",
        "La ville de {folder} n'a pas été jouée jusqu'au bout\u202f; elle ne peut pas s'ouvrir.",
    ),
    "town.port_taken": Sentence(
        "Un port que la démonstration devait utiliser est déjà pris.",
        "Arrêtez ce qui l'occupe, ou nommez d'autres ports : livret demo --port 9443.",
        "Le port {port} est pris : livret demo --port {other}.",
    ),
    "net.port_taken": Sentence(
        "Un autre programme de cette machine y écoute déjà.",
        "Choisissez un autre port, ou demandez à qui gère la machine ce qui l'occupe\u202f: ss -ltnp.",
        "Le port {port} est pris sur cette machine. Choisissez-en un autre avec {option}.",
    ),
    "net.listen": Sentence(
        "Impossible d'écouter à cette adresse.",
        "Choisissez-en une autre avec --listen, ou arrêtez ce qui l'occupe.",
        "Impossible d'écouter à {address}.",
    ),
    "watch.damaged": Sentence(
        "Un fichier de cette veille est inutilisable.",
        "Supprimez replica.db : elle sera refaite. Si c'est watch.db, écartez le dossier et recommencez avec --trust.",
        "Un fichier de cette veille est inutilisable : {file}.",
    ),
    "watch.journal": Sentence(
        "Ce n'est pas un relevé d'opérations : une opération par ligne est attendue.",
        "Écrivez-le depuis le dossier de la mairie : `livret issuer ledger journal --json --home MAIRIE > journal.jsonl`.",
        "Ce n'est pas un relevé d'opérations : la ligne {line} n'en porte aucun numéro.",
    ),
    "watch.other_journal": Sentence(
        "Ce journal ne dit rien de l'identité surveillée. C'est celui d'une autre mairie.",
        "Écrivez-le depuis le dossier de cette mairie\u202f: `livret issuer ledger journal --json --home MAIRIE`.",
    ),
    "watch.other": Sentence(
        "Ce dossier veille sur une autre identité, ou sur un autre journal.",
        "Indiquez un autre dossier avec --home. Ce que celui-ci retient ne vaut que pour son nom.",
    ),
    "watch.missing": Sentence(
        "Ce que votre carnet dit au journal public n'y est pas.",
        "Réécrivez-le, remettez-le et notez-le (`livret issuer ledger journal --all --to`) ; avertissez les membres.",
    ),
    "watch.silent": Sentence(
        "Rien de nouveau du journal depuis trop longtemps. On ne sait pas ce qui s'y passe.",
        "Lisez une autre copie (--from), et appelez les communes qui tiennent le journal.",
        "Rien du journal depuis {since_s:minute}. On ne sait pas ce qui s'y passe.",
    ),
    "watch.theft": Sentence(
        "Une écriture par des clés de ce nom n'est pas d'ici : un voleur l'a faite, ou une autre machine ou copie à vous.",
        "`livret issuer ledger watch` la nomme. Votre copie : arrêtez-en une, prenez acte. Un voleur : recover-identity.",
        "L'écriture {index} du journal est faite avec des clés de ce nom, et pas ici.",
    ),
    "watch.unknown": Sentence(
        "Aucune écriture de ce numéro n'a été signalée ici, ou il en est déjà pris acte.",
        "`livret issuer ledger watch` dit ce qui reste ouvert.",
    ),
    "watch.untold": Sentence(
        "Une alerte n'a pu être remise. Elle est gardée, et retentée au prochain regard.",
        "Voyez si le programme de --exec finit par 0, et si l'adresse de --webhook répond.",
    ),
}
