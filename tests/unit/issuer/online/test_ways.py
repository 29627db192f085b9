"""With TLS, or plain where somebody said that a proxy has it: nothing in between."""

from types import SimpleNamespace
from typing import Any

import pytest

from livret_core.errors import LivretError
from livret_edge.serving.listening import Plain, Tls
from livret_issuer.cli.serving import _way


def asked(**typed: Any) -> Any:
    return SimpleNamespace(**{"certificate": None, "certificate_key": None, "behind_proxy": False, **typed})  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({}, "usage.missing"),
        ({"certificate": "a"}, "usage.missing"),
        ({"certificate": "a", "certificate_key": "b", "behind_proxy": True}, "usage.contradiction"),
    ],
)
def test_one_way_is_said_and_no_other(typed: dict[str, Any], code: str) -> None:
    with pytest.raises(LivretError) as caught:
        _way(asked(**typed))
    assert caught.value.code == code


def test_twin_either_way_is_taken_when_it_is_said() -> None:
    assert isinstance(_way(asked(behind_proxy=True)), Plain)
    assert _way(asked(certificate="a", certificate_key="b")) == Tls("a", "b")
