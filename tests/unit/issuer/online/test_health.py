"""What the health of a town hall's service says of its keys."""

from dataclasses import replace

from livret_issuer.service import Office
from livret_issuer.service.online.serving import Online
from tests.asking import ask


def test_after_a_change_of_keys_it_says_that_the_service_is_to_be_begun_anew(
    office: Office, online: Online
) -> None:
    """The key that signs now was made meanwhile: only the passphrase gives it to this process."""
    assert ask(online.inside, "GET", "/readyz", host="127.0.0.1").status == 200
    hall = office.home.read_hall()
    office.home.change_hall(replace(hall, key_id=f"{hall.did.text}#credential-2"))
    ready = ask(online.inside, "GET", "/readyz", host="127.0.0.1")
    assert ready.status == 503
    assert ready.json()["checks"]["keys"] == "home.operation_open"  # type: ignore[index,call-overload]
