"""The numbers that legal persons go by on the ledger."""

import re

import pytest

from livret_core.errors import MalformedInput
from livret_core.ledger import legal_id
from livret_core.ledger.legal_id import LegalId

EXAMPLES = re.findall(r"^    ([a-z]{2}-[a-z]+:[0-9]+)", legal_id.__doc__ or "", re.MULTILINE)


def test_every_scheme_has_an_example() -> None:
    schemes = [example.partition(":")[0] for example in EXAMPLES]
    assert schemes == ["fr-siren", "be-bce", "fr-insee", "be-nis", "de-ags"]


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_are_what_they_show(text: str) -> None:
    assert LegalId.parse(text).text == text


@pytest.mark.parametrize("scheme", ["fr-siren", "be-bce"])
def test_with_any_digit_changed_the_check_digits_are_wrong(scheme: str) -> None:
    [text] = [each for each in EXAMPLES if each.startswith(scheme)]
    for place in range(len(scheme) + 1, len(text)):
        digit = (int(text[place]) + 1) % 10
        with pytest.raises(MalformedInput) as caught:
            LegalId.parse(f"{text[:place]}{digit}{text[place + 1 :]}")
        assert caught.value.code == "ledger.legal_id"
