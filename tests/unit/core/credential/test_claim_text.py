import pytest

from livret_core.credential.claim_text import check_text, is_claim_text
from livret_core.errors import MalformedInput


@pytest.mark.parametrize(
    "text",
    [
        "Arnould",
        "van der Straeten",
        "d'Ayen-l'Église",
        "Zoé",
        "Nguyễn Thị Ánh",
        "Łukasz Żółć",
        "Þórunn Ölafsdóttir",
        "李小龍",
        "محمد بن علي",
        "علی\u200cرضا",  # the joiner is part of how the name is spelt
        "O’Neill",
        "12 bis",
        "",
        "x" * 3_000,
    ],
)
def test_names_of_every_script_are_kept_as_recorded(text: str) -> None:
    assert is_claim_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "Zoe\u0301",  # decomposed: the same on paper, another digest
        "\u212bngström",  # a sign that NFC writes as a letter
        "Arn\u00adould",
        "Arn\u200bould",
        "Arn\u202eould",
        "Arn\u2066ould",
        "Arn\u200fould",
        "\ufeffArnould",
        "Arn\nould",
        "Arn\tould",
        "Arn\x00ould",
        "Arn\x7fould",
        "Arn\x85ould",
        "Arn\u2028ould",
        "Arnould\u00a0Camille",
        "\ue000",
    ],
)
def test_what_cannot_be_seen_is_no_claim_text(text: str) -> None:
    assert not is_claim_text(text)


def test_the_error_names_the_claim_and_not_its_value() -> None:
    with pytest.raises(MalformedInput) as caught:
        check_text({"parents": [{"given_name": "Ok"}, {"given_name": "Bad\u202e"}]})
    assert (caught.value.code, caught.value.facts) == (
        "claims.text",
        {"path": "parents.1.given_name"},
    )
    assert "Bad" not in str(caught.value)
