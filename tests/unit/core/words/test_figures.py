import pytest

from livret_core.words import Language, day, decimal, moment

AT_S = 1_795_266_300  # 21 November 2026, 13:05 in UTC


def east(_at_s: int) -> tuple[int, str]:
    return 3_600, "CET"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "21 November 2026, 14:05 CET"),
        ("fr", "21 novembre 2026 à 14\u202fh\u202f05 (CET)"),
        ("nl", "21 november 2026 om 14.05 uur (CET)"),
        ("de", "21. November 2026, 14:05 Uhr (CET)"),
    ],
)
def test_an_instant_is_said_by_the_readers_clock(language: Language, written: str) -> None:
    assert moment(AT_S, language, zone=east) == written


def test_an_instant_before_midnight_may_be_the_day_after_further_east() -> None:
    late_s = AT_S + 10 * 3_600 + 1_800
    assert moment(late_s, "en") == "21 November 2026, 23:35 UTC"
    assert moment(late_s, "en", zone=east) == "22 November 2026, 00:35 CET"


def test_the_first_of_a_month_is_so_called_in_french() -> None:
    assert day(1_796_083_200, "fr") == "1er décembre 2026"


@pytest.mark.parametrize(
    ("language", "written"), [("en", "1.5"), ("fr", "1,5"), ("nl", "1,5"), ("de", "1,5")]
)
def test_a_fraction_has_the_mark_of_its_language(language: Language, written: str) -> None:
    assert decimal(1.49, language) == written


def test_a_number_may_have_more_decimals_or_none() -> None:
    assert (decimal(2.345, "de", places=2), decimal(2.5, "de", places=0)) == ("2,35", "2")
