"""Français, là où un journal public est tenu : son horloge, et le plan par lequel il commence."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

KEEPING: Final[Mapping[str, Sentence]] = {
    "ledger.clock_ahead": Sentence(
        "L'horloge de cette machine avance sur celle des témoins. Rien n'est écrit ici.",
        "Mettez l'horloge de cette machine à l'heure (`timedatectl`). La suite vient d'elle-même.",
        "L'horloge de cette machine, {now_s:minute}, avance de {by_min} min sur les témoins. Rien n'est écrit ici.",
    ),
    "ledger.clock_behind": Sentence(
        "L'horloge de cette machine retarde sur la dernière écriture, ou sur les témoins. Rien n'est écrit ici.",
        "Mettez l'horloge à l'heure (`timedatectl`) ; la suite vient seule. Si elle est juste, le journal attend cette heure.",
        "L'horloge, {now_s:minute}, retarde de {by_min} min sur la dernière écriture ou les témoins. Rien n'est écrit ici.",
    ),
    "ledger.other_key": Sentence(
        "Les témoins refusent la clé qui signe ce journal ici : ils en suivent une autre. Rien n'est écrit ici.",
        "Si les membres veulent cette clé, les témoins y passent : `witness rotate-log`. Sinon : `log take-up`, ou arrêtez ici.",
        "{refusing} témoins sur {of} refusent la clé qui signe ce journal ici : ils en suivent une autre. Rien n'est écrit.",
    ),
    "ledger.plan": Sentence(
        "Aucun journal public ne peut commencer, ou continuer, avec ce plan.",
        "Voyez les heures, les âges et les noms du plan, et corrigez-le avant que quiconque s'y engage.",
        "Aucun journal public ne peut commencer, ou continuer, avec ce plan : {member} ne peut être ainsi.",
    ),
}
