import json

import pytest

from livret_town import command
from livret_town.types_command import run


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Proof of residence"),
        ("fr", "Attestation de domicile"),
        ("nl", "Bewijs van verblijfplaats"),
        ("de", "Meldebescheinigung"),
    ],
)
def test_types_are_listed_in_the_readers_language(
    language: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--lang", language]) == 0
    printed = lines(capsys)
    assert f"residency   {name}" in printed
    assert [line.split()[0] for line in printed if line and line[0] != " "][:3] == [
        "birth",
        "diploma",
        "residency",
    ]


@pytest.mark.parametrize("asked", ["birth", "urn:livret:birth:1"])
def test_one_type_is_described_by_name_or_urn(
    asked: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([asked, "--lang", "en"]) == 0
    printed = "\n".join(lines(capsys))
    by_choice, in_clear = printed.split("Always shown")
    assert "parents.*.family_name" in by_choice
    assert "issuing_territory" not in by_choice
    assert "* issuing_territory        Territory of issue" in in_clear
    assert "PStG § 21 Abs. 1, § 59" in in_clear


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
@pytest.mark.parametrize("name", ["birth", "diploma", "residency"])
def test_the_law_of_the_union_bears_its_title_in_the_readers_language(
    name: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run([name, "--lang", language])
    shown = " ".join(capsys.readouterr().out.split())
    english = ("Regulation", "Annex", "Council", "Recommendation", "Framework", "GDPR", " and ")
    assert [word for word in english if word in shown] == []


def test_the_law_of_a_country_keeps_its_own_title(capsys: pytest.CaptureFixture[str]) -> None:
    run(["residency", "--lang", "nl"])
    assert "FR Code civil, art. 102" in " ".join(capsys.readouterr().out.split())


def test_programs_are_told_the_title_that_the_type_has(capsys: pytest.CaptureFixture[str]) -> None:
    run(["birth", "--json", "--lang", "fr"])
    assert "Regulation (EU) 2016/1191" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
@pytest.mark.parametrize("name", ["birth", "diploma", "residency"])
def test_no_line_is_wider_than_a_narrow_terminal(
    name: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run([name, "--lang", language])
    assert max(map(len, lines(capsys))) <= 80


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--json", "--lang", "fr"]) == 0
    objects = [json.loads(line) for line in lines(capsys)]
    assert [found["event"] for found in objects] == ["type"] * 3
    residency = objects[2]
    claims = {claim["path"]: claim for claim in residency["claims"]}
    assert residency["vct"] == "urn:livret:residency:1"
    assert claims["commune"]["sd"] == "always"
    assert claims["commune"]["legal_basis"]["DE"] == "BMG § 18 Abs. 1"
    assert claims["address"]["shown"] == "group"
    assert claims["issuing_territory"]["from_issuer"] is True


def test_a_type_that_is_not_there_names_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["passport\x1b[31m", "--lang", "en"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "birth, diploma, residency" in said.err
    assert "\x1b" not in said.err


def test_a_program_gets_the_known_names_as_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["passport", "--json"]) == 2
    assert json.loads(capsys.readouterr().out) == {
        "event": "unknown",
        "known": ["birth", "diploma", "residency"],
    }


def test_help_fits_one_screen_and_has_two_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["types", "--help"]) == 0
    printed = lines(capsys)
    assert len(printed) <= 24
    assert sum(line.startswith("  livret types") for line in printed) == 2
