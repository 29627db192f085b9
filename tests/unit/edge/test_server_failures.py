"""What a database server's error comes down to; nothing that it says goes on."""

from types import SimpleNamespace

import psycopg
import pytest

from livret_edge.server_failures import cause_of


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ('FATAL:  database "hall" does not exist', "no_database"),
        ('FATAL:  role "ghost" does not exist', "login"),
        ('FATAL:  password authentication failed for user "hall"', "login"),
        ("fe_sendauth: no password supplied", "login"),
        ('FATAL:  no pg_hba.conf entry for host "10.0.0.1"', "login"),
        ("Connection refused", "no_server"),
        ("failed to resolve host 'db.invalid'", "no_server"),
        ("server closed the connection unexpectedly", "no_server"),
    ],
)
def test_who_is_turned_away_is_told_why(said: str, cause: str) -> None:
    assert cause_of(psycopg.OperationalError(said)) == cause


def test_who_gave_a_password_is_told_of_it_in_whichever_language_the_server_speaks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    error = psycopg.OperationalError("FATAL:  Passwort-Authentifizierung fehlgeschlagen")
    monkeypatch.setattr(
        psycopg.OperationalError, "pgconn", SimpleNamespace(used_password=True), raising=False
    )
    assert cause_of(error) == "login"


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (psycopg.errors.DiskFull(), "full"),
        (psycopg.errors.InvalidCatalogName(), "no_database"),
        (psycopg.errors.AdminShutdown(), "no_server"),
        (psycopg.errors.UniqueViolation(), None),
        (psycopg.InterfaceError(), None),
        (ValueError("password"), None),
        (None, None),
    ],
)
def test_what_bears_a_state_is_told_by_it(error: BaseException | None, cause: str | None) -> None:
    assert cause_of(error) == cause
