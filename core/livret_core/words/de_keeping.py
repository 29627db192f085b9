"""Deutsch, wo ein Journal geführt wird: seine Uhr, und der Plan, mit dem es beginnt."""

from collections.abc import Mapping
from typing import Final

from livret_core.words.language import Sentence

KEEPING: Final[Mapping[str, Sentence]] = {
    "ledger.clock_ahead": Sentence(
        "Die Uhr dieser Maschine geht den Zeugen vor. Hier wird nichts geschrieben.",
        "Die Uhr dieser Maschine richtig stellen (`timedatectl`). Danach geht das Journal von selbst weiter.",
        "Die Uhr dieser Maschine, {now_s:minute}, geht den Zeugen {by_min} min vor. Hier wird nichts geschrieben.",
    ),
    "ledger.clock_behind": Sentence(
        "Die Uhr dieser Maschine geht nach: hinter dem neuesten Eintrag oder den Zeugen. Hier wird nichts geschrieben.",
        "Die Uhr richtig stellen (`timedatectl`); dann geht es von selbst weiter. Geht sie richtig, wartet das Journal.",
        "Die Uhr, {now_s:minute}, ist {by_min} min hinter dem neuesten Eintrag oder den Zeugen. Nichts wird geschrieben.",
    ),
    "ledger.other_key": Sentence(
        "Die Zeugen weisen den Schlüssel ab, der hier signiert: sie folgen einem anderen. Hier wird nichts geschrieben.",
        "Wollen die Mitglieder diesen Schlüssel, wechseln die Zeugen: `witness rotate-log`. Sonst: `log take-up`, oder beenden.",
        "{refusing} von {of} Zeugen weisen diesen Schlüssel ab: sie folgen einem anderen. Hier wird nichts geschrieben.",
    ),
    "ledger.plan": Sentence(
        "Mit diesem Plan kann kein Journal beginnen oder weitergehen.",
        "Zeiten, Alter und Namen im Plan ansehen und ihn verbessern, bevor sich jemand daran bindet.",
        "Mit diesem Plan kann kein Journal beginnen oder weitergehen: {member} kann so nicht sein.",
    ),
}
