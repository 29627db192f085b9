"""The desk in Nederlands."""

from livret_verifier.words import DeskTexts

TEXTS = DeskTexts(
    accepted="AANVAARD",
    checks={
        1: "het gevraagde soort bewijs",
        2: "ondertekend door een gemeente die u aanvaardt",
        3: "herkend zoals uw regel wil",
        4: "de sleutel van de gemeente",
        5: "handtekening",
        6: "elk gegeven is ondertekend",
        7: "data",
        8: "het grondgebied van de gemeente",
        9: "volledig voor zijn soort",
        10: "getoond door de houder",
        11: "zojuist voor u gemaakt",
        12: "hier niet eerder getoond",
        13: "beantwoordt uw vraag",
        14: "niet ingetrokken, niet geschorst",
    },
    labels={
        "checks": "{passed} van {all} controles, {ms:.1f} ms",
        "in_order": "In orde",
        "signed_by": "Ondertekend door",
        "valid_until": "Geldig tot",
        "no_end": "geen einddatum",
        "source": "Bron",
        "not_kept": "Niet bewaard",
        "extra": "gegevens die niet gevraagd waren: {count}",
        "exit": "(afsluitcode {status})",
        "report": "--report",
        "request_written": "Verzoek geschreven naar {path}",
        "give": "Geef dit bestand aan de persoon, of zet het waar de wallet het kan lezen.",
        "open_until": "Er kan één keer op geantwoord worden, tot {time}.",
        "init_done": "Klaar. Twee bestanden om te bekijken:",
        "init_policy": "{path}: wie u gelooft, en wat elke procedure mag vragen",
        "init_key": "{path}: ondertekent uw verzoeken; houd het voor uzelf",
        "next": "Daarna",
    },
)
