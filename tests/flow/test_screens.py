"""What people see: within the terminal, in four languages, and line by line for a reader."""

import re
import shlex

import pytest

from livret_core.words import LANGUAGES
from livret_wallet.words import screen_texts
from tests.playing import RESIDENTS, Play


def tell_everything(play: Play, language: str) -> None:
    """Every screen of a story that ends in an acceptance and a few refusals."""
    told = ("--lang", language)
    root = play.root
    play.issuer(
        "init", "--name", "Ville de Verneuil-sur-Lys", "--territory", "fr-insee:80999",
        "--at", "ledger.livret.test:8443/verneuil-sur-lys", *told,
    )  # fmt: skip
    (root / "list.csv").write_text(RESIDENTS + "Arnould,,1/2/1999,,,,,,\n", encoding="utf-8")
    offer = ("offer", "--type", "residency", "--from", root / "list.csv", "--to", root / "out")
    play.issuer(*offer, *told, status=1)
    play.issuer(*offer, "--skip-refused", "--dry-run", *told, status=1)
    play.issuer(*offer, "--skip-refused", *told, status=1)
    play.wallet("init", *told)
    play.wallet("list", *told)
    first, second = sorted((root / "out").iterdir())
    (root / "requests").mkdir()
    play.wallet("request", first, "--copies", "3", "--to", root / "requests" / "1.json", *told)
    play.wallet("list", *told)
    play.issuer("issue", "--requests", root / "requests", "--to", root / "proofs", *told)
    [proof] = (root / "proofs").iterdir()
    play.wallet("receive", proof, "--evidence", play.public(), *told)
    for command in ("list", "show", "history"):
        play.wallet(command, *told)
    did = play.issuer("show", "--json").events[0]["did"]
    play.issuer("show", *told)
    play.issuer("cancel", second.name.partition(".")[0], *told)
    play.verify("init", "--service", "Piscine des Saules", *told)
    with (root / "pool" / "policy.toml").open("a") as file:
        file.write(f'[[issuers]]\nname = "Verneuil-sur-Lys"\nprofile = "did"\ndid = "{did}"\n')
        file.write('types = ["residency"]\nterritories = ["fr-insee:80999"]\n')
    play.verify("request", "pool", "--to", root / "request.jwt", *told)
    look = ("present", root / "request.jwt", "--to", root / "answer.json")
    shown = play.wallet(*look, "--dry-run", *told).out
    play.wallet(*look, "--yes-to", shown.split()[-1], *told)
    check = ("file", root / "answer.json", "--for", "pool", "--evidence", play.public(), *told)
    play.verify(*check, "--report", "--dry-run")
    play.verify(*check)
    play.verify(*check, status=1)
    (root / "no").mkdir()
    play.verify(
        "file", root / "answer.json", "--for", "pool", "--evidence", root / "no", *told, status=3
    )
    play.verify(
        "file", root / "answer.json", "--for", "pool", "--evidence", root / "x", *told, status=2
    )
    play.verify("file", root / "none.json", "--for", "pool", *told, status=2)
    play.verify("request", "pool", "--to", root / "r.jwt", "--valid", "0", *told, status=2)
    play.issuer("offer", "residency", *told, status=2)
    play.issuer("show", "--nothing", *told, status=2)
    play.wallet("history", *told)
    code = first.name.partition(".")[0]
    for verb in ("suspend", "resume", "revoke"):
        play.issuer(verb, code, *told)
    play.issuer("resume", code, *told, status=1)
    for command in ("publish", "audit"):
        play.issuer(command, *told)
    play.wallet("receive", proof, "--evidence", play.public(), *told, status=1)


def lines_of(play: Play) -> list[tuple[str, str]]:
    return [
        (" ".join(argv[:2]), line)
        for argv, ended in play.ran
        if "--json" not in argv
        for line in (ended.out + ended.err).splitlines()
    ]


def too_wide(lines: list[tuple[str, str]], columns: int, play: Play) -> list[tuple[str, str]]:
    """Lines beyond the edge; one word (a DID, a path) may go there, to be copied whole."""
    root = re.escape(str(play.root))
    return [
        (command, line)
        for command, line in lines
        # The folder of this very run is longer than anybody's home.
        if len(re.sub(rf"{root}/\S*", "~/path/of/a/file", line)) > columns and len(line.split()) > 1
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_fits_eighty_columns(play: Play, language: str) -> None:
    tell_everything(play, language)
    assert too_wide(lines_of(play), 80, play) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_line_mode_fits_seventy_two_columns_and_draws_nothing(
    play: Play, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("LIVRET_PLAIN", "1")
    tell_everything(play, language)
    lines = lines_of(play)
    assert too_wide(lines, 72, play) == []
    assert [line for _, line in lines if re.search("[\u2500-\u259f\x1b]|   ", line.strip())] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_shows_a_place_that_was_not_filled(play: Play, language: str) -> None:
    tell_everything(play, language)
    assert [
        line for line in lines_of(play) if re.search(r"\{\w*\}|None|\bKeyError\b", line[1])
    ] == []


@pytest.mark.parametrize("language", ["fr"])
def test_french_sets_a_space_before_its_colons(play: Play, language: str) -> None:
    tell_everything(play, language)
    clock_or_address = re.compile(r"\d:\d|did:|:\w|https:|\w:/")
    wrong = [
        line
        for _, line in lines_of(play)
        if re.search(r"\S:(?=\s|$)", clock_or_address.sub("", line).replace("\u00a0:", " :"))
    ]
    assert wrong == []


def test_the_sheet_fits_a_terminal_of_twenty_four_rows(town: Play) -> None:
    for language in LANGUAGES:
        shown = town.wallet(
            "present", town.request(), "--to", town.root / "x", "--dry-run", "--lang", language
        )
        end = screen_texts(language)["enter_alone"]
        # What a rehearsal says at length, as nobody can ask it for more, stands behind the sheet.
        sheet, _, _ = shown.out.partition(end)
        assert len((sheet + end).splitlines()) <= 23  # and the question


def test_the_sheet_lists_claims_in_the_order_of_their_type(town: Play) -> None:
    sheet = town.wallet(
        "present", town.request(), "--to", town.root / "x", "--dry-run", "--json"
    ).event
    assert sheet["stays"] == [
        "Surname", "Forenames", "Date of birth", "Street", "House number", "Town or village",
        "Country", "Resident since", "Date of issue",
    ]  # fmt: skip


def test_what_the_sheet_shows_is_what_leaves(town: Play) -> None:
    shown = town.wallet("present", town.request(), "--to", town.root / "x", "--dry-run").out
    [line] = [line for line in shown.splitlines() if line.startswith("✓")]
    assert line.split("·")[0].rstrip() == "✓ Commune: Verneuil-sur-Lys"


# Consent has no default, and is asked for at a terminal alone.


def test_the_command_that_says_yes_can_be_pasted(town: Play) -> None:
    to = town.root / "my answer.json"
    shown = town.wallet("present", town.request(), "--to", to, status=2).out
    assert not to.exists()
    command = shown[shown.index("livret wallet present") :]
    town.livret(*shlex.split(command.replace("\\\n", ""))[1:])
    assert to.exists()


@pytest.mark.parametrize("digest", ["", "yes", "0" * 20])
def test_a_yes_to_another_sheet_sends_nothing(town: Play, digest: str) -> None:
    to = town.root / "answer.json"
    town.wallet("present", town.request(), "--to", to, "--yes-to", digest, status=1)
    assert not to.exists()
    assert "consent.other_sheet" in town.ran[-1][1].err


def test_a_yes_is_to_one_showing(town: Play) -> None:
    """The digest of the first copy's sheet is not that of the second's."""
    request, to = town.request(), town.root / "answer.json"
    digest = town.wallet("present", request, "--to", to, "--dry-run", "--json").event["digest"]
    town.wallet("present", request, "--to", to, "--yes-to", digest)
    again = town.root / "again.json"
    town.wallet("present", request, "--to", again, "--yes-to", digest, status=1)


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_without_a_terminal_a_yes_must_be_named(town: Play, flags: list[str]) -> None:
    to = town.root / "answer.json"
    ended = town.wallet("present", town.request(), "--to", to, *flags, status=2)
    assert "usage.consent" in ended.out + ended.err
    assert not to.exists()
    kinds = [event["kind"] for event in town.wallet("history", "--json").events]
    assert kinds == ["received"]


@pytest.mark.parametrize(
    ("typed", "status"),
    [("yes", 0), ("OUI", 0), (" ja ", 0), ("", 2), ("y", 2), ("yes please", 2), ("no", 1)],
)
def test_enter_alone_sends_nothing(
    town: Play, monkeypatch: pytest.MonkeyPatch, typed: str, status: int
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: typed)
    to = town.root / "answer.json"
    town.wallet("present", town.request(), "--to", to, status=status)
    assert to.exists() is (status == 0)


def test_the_end_of_input_is_neither_yes_nor_no(
    town: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", gone)
    ended = town.wallet("present", town.request(), "--to", town.root / "answer.json", status=2)
    assert "usage.consent" in ended.err
    kinds = [event["kind"] for event in town.wallet("history", "--json").events]
    assert kinds == ["received"]


@pytest.mark.parametrize("role", [("wallet", "list"), ("issuer", "show")])
def test_without_a_terminal_a_passphrase_must_be_named(town: Play, role: tuple[str, str]) -> None:
    home = {"wallet": "camille", "issuer": "hall"}[role[0]]
    ended = town.livret(*role, "--home", town.root / home, "--json", status=2)
    assert ended.event["code"] == "usage.passphrase"


@pytest.mark.parametrize("role", [("wallet", "list"), ("issuer", "show")])
def test_a_passphrase_file_that_is_no_text_is_malformed(town: Play, role: tuple[str, str]) -> None:
    home = {"wallet": "camille", "issuer": "hall"}[role[0]]
    (town.root / "bad").write_bytes(b"\xff\xfe")
    ended = town.livret(
        *role,
        "--home",
        town.root / home,
        "--passphrase-file",
        town.root / "bad",
        "--json",
        status=2,
    )
    assert ended.event["code"] == "input.malformed"


@pytest.mark.parametrize("role", [("wallet", "list"), ("issuer", "show")])
def test_another_passphrase_is_refused(town: Play, role: tuple[str, str]) -> None:
    home = {"wallet": "camille", "issuer": "hall"}[role[0]]
    (town.root / "other").write_text("five other words to keep")
    ended = town.livret(
        *role, "--home", town.root / home, "--passphrase-file", town.root / "other", "--json",
        status=1,
    )  # fmt: skip
    assert ended.event["code"] == "vault.passphrase"


def test_the_wallets_list_is_lean(town: Play) -> None:
    """A figure of a fraction of a second: nothing that verifies is loaded to list."""
    import subprocess
    import sys

    script = (
        "import sys\n"
        "from livret_core.sealing import KdfParameters\n"
        "from livret_wallet.vault import Vault\n"
        "Vault.open.__func__.__kwdefaults__['floor'] = KdfParameters(passes=1, memory_kib=8)\n"
        "from livret_town.command import main\n"
        "status = main(sys.argv[1:])\n"
        "print(' '.join(sys.modules), file=sys.stderr)\n"
        "raise SystemExit(status)\n"
    )
    for language in LANGUAGES:
        done = subprocess.run(
            [
                sys.executable, "-I", "-c", script, "wallet", "list", "--lang", language,
                "--home", town.root / "camille", "--passphrase-file", town.root / "passphrase",
            ],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert "2027" in done.stdout
        loaded = {name.partition(".")[0] for name in done.stderr.split()}
        heavy = {
            "cryptography", "httpx", "jsonschema_rs", "jwcrypto", "multiformats", "sqlalchemy",
            "starlette", "textual",
        }  # fmt: skip
        assert loaded & heavy == set()
