"""`livret procedures`: which services registered on a ledger to ask for what, for what, until when."""

from typing import Final

from livret_core.credential import catalogue
from livret_core.credential.type_names import claim_name, short_name, type_name
from livret_core.errors import Refused
from livret_core.ledger.bodies import Asked as AskedClaims
from livret_core.words import Language, printable
from livret_core.words.figures import day
from livret_edge.arguments import Argument, Asked
from livret_edge.program import Command, Program
from livret_ledger.cli.desk.naming import AT


def _run(asked: Asked) -> int:
    """List those that may ask now; of one type, if one is named."""
    from livret_ledger.cli.desk.standing import at_ledger
    from livret_ledger.cli.desk.verifier import fields_of, services_of
    from livret_ledger.words.members import texts
    from livret_wallet.words import texts as wallet_texts

    voice, said = asked.voice, texts(asked.voice.lang)
    purposes = wallet_texts(voice.lang)
    wanted = None if asked.type is None else short_name(asked.type)
    with at_ledger(asked) as at:
        at_s, count = at.desk.clock.at_s, 0
        for did, who, record in services_of(at.desk):
            asks = [each for each in record.asks if wanted in {None, each.type}]
            if not asks or not record.from_s <= at_s < record.until_s:
                continue
            count += 1
            if voice.json:
                voice.event("procedure", **fields_of(did, who, record))
                continue
            voice.tell(f"{printable(who)}: {purposes[f'purpose_{record.purpose}']}")
            voice.rows(
                [
                    *(_row(each, voice.lang) for each in asks),
                    (said["until"], day(record.until_s - 1, voice.lang)),
                    (said["granted_label"], said["by"].format(who=printable(record.sponsor))),
                ]
            )
        at.end_list(asked, services=count)
    return 0


def _row(each: AskedClaims, language: Language) -> tuple[str, str]:
    """Name a type and its claims as people do; one that livret does not ship, as the ledger does."""
    try:
        vct = catalogue.find(each.type).vct
    except Refused:
        return printable(each.type), printable(", ".join(each.claims))
    names = dict.fromkeys(
        claim_name(vct, [0 if part == "*" else part for part in claim.split(".")], language)
        for claim in each.claims
    )
    return type_name(vct, language), ", ".join(names)


run: Final = Program(
    "livret procedures",
    "livret_ledger.words.members:VERIFIER",
    (
        Command(
            "",
            _run,
            (
                "livret procedures --from https://ledger.example --trust trust.json",
                "livret procedures residency --from copy/",
            ),
            (Argument("--type", "type", by_place=True), *AT),
        ),
    ),
).run
