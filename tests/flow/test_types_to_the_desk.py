"""A diploma, from the list of a school to a desk's verdict: it never ends and is never paused."""

import pytest

from tests.playing import DAY_S, Play

GRADUATES = """\
family_name,given_name,birthdate,diploma_title,field_of_study,eqf_level,awarding_institution,date_of_award
Arnould,Camille,1988-03-14,Master,Droit public,7,Université de la Lys,2012-06-28
Arnould,Camille,1988-03-14,Doctorat,Droit public,8,Université de la Lys,2016-11-03
"""


@pytest.fixture
def asked_for_a_title(play: Play) -> Play:
    """A wallet with one of two diplomas, and a pool that asks for its title and its level."""
    did = play.found()
    play.wallet("init")
    master, doctorate = play.offer(kind="diploma", people=GRADUATES)
    assert master != doctorate
    play.receive(play.answer(play.ask(doctorate)))
    play.open_desk(did, types='["diploma"]')
    policy = play.root / "pool" / "policy.toml"
    text = policy.read_text().replace('type = "residency"', 'type = "diploma"', 1)
    policy.write_text(
        text.replace('asks = ["commune"]', 'asks = ["diploma_title", "eqf_level"]', 1)
    )
    return play


def test_a_desk_reads_of_a_diploma_what_it_asked_for_and_no_more(asked_for_a_title: Play) -> None:
    verdict = asked_for_a_title.check(asked_for_a_title.show())
    assert verdict["claims"] == {"diploma_title": "Doctorat", "eqf_level": 8}


def test_a_diploma_is_withdrawn_and_never_paused(asked_for_a_title: Play) -> None:
    play = asked_for_a_title
    [code] = [
        each["code"]
        for each in play.issuer("show", "--json").events[1:]
        if each["state"] == "handed_over"
    ]
    assert play.issuer("suspend", code, "--json", status=1).event["code"] == "status.no_suspension"
    told = play.issuer("show", code, "--lang", "en").out
    assert "suspend" not in told
    assert "livret issuer revoke" in told
    play.issuer("revoke", code)
    play.clock.now_s += DAY_S
    play.issuer("publish")
    verdict = play.check(play.show(), status=1)
    assert verdict["code"] == "status.revoked"
