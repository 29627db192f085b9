"""Nederlands, waar een logboek wordt bijgehouden: de klok, en het plan waarmee het begint."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

KEEPING: Final[Mapping[str, Sentence]] = {
    "ledger.clock_ahead": Sentence(
        "De klok van deze machine loopt voor op die van de getuigen. Hier wordt niets geschreven.",
        "Zet de klok van deze machine goed (`timedatectl`). Daarna gaat het logboek vanzelf verder.",
        "De klok van deze machine, {now_s:minute}, loopt {by_min} min voor op de getuigen. Hier wordt niets geschreven.",
    ),
    "ledger.clock_behind": Sentence(
        "De klok van deze machine loopt achter op de nieuwste vermelding, of op de getuigen. Hier wordt niets geschreven.",
        "Zet de klok goed (`timedatectl`); dan gaat het vanzelf verder. Is ze juist, dan wacht het logboek op die tijd.",
        "De klok, {now_s:minute}, loopt {by_min} min achter op de nieuwste vermelding of de getuigen. Niets wordt geschreven.",
    ),
    "ledger.other_key": Sentence(
        "De getuigen weigeren de sleutel die dit logboek ondertekent: ze volgen een andere. Hier wordt niets geschreven.",
        "Willen de leden deze sleutel, dan gaan de getuigen over: `witness rotate-log`. Anders: `log take-up`, of stop hier.",
        "{refusing} van {of} getuigen weigeren de sleutel die hier ondertekent: ze volgen een andere. Niets wordt geschreven.",
    ),
    "ledger.plan": Sentence(
        "Met dit plan kan geen logboek beginnen of doorgaan.",
        "Bekijk de tijden, leeftijden en namen in het plan, en verbeter het voor iemand zich eraan bindt.",
        "Met dit plan kan geen logboek beginnen of doorgaan: {member} kan zo niet zijn.",
    ),
}
