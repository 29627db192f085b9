"""Le français, où l'on surveille le journal : témoins, auditeurs, preuves de fraude."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

WATCHING: Final[Mapping[str, Sentence]] = {
    "witness.memory_lost": Sentence(
        "Cette clé est là sans la mémoire de ce qu'elle a confirmé. Elle pourrait confirmer deux histoires.",
        "Ne plus jamais s'en servir : la faire remplacer par les membres (policy.change), puis `init` ailleurs.",
    ),
    "fraud.not_shown": Sentence(
        "Ce fichier ne montre pas ce qu'il affirme. Il ne condamne personne.",
        "Demandez-en un autre à qui vous l'a donné, et signalez-le aux communes qui tiennent le journal.",
    ),
    "fraud.replica": Sentence(
        "Pour vérifier ceci, il faut les entrées précédentes du journal. Ce n'est pas un acquittement.",
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
    "net.listen": Sentence(
        "Impossible d'écouter à cette adresse.",
        "Choisissez-en une autre avec --listen, ou arrêtez ce qui l'occupe.",
        "Impossible d'écouter à {address}.",
    ),
}
