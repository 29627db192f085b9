"""Names that are made to be taken for others are found, and honest ones are left alone."""

import pytest

from livret_core.look_alike import Known, skeleton, strangers, taken_for

VERNEUIL = Known("Verneuil-sur-Lys", "did:verneuil")
POOL = Known("Piscine des Saules")


@pytest.mark.parametrize(
    "text",
    [
        "Рiscine des Saules",  # a Cyrillic er
        "Piscine des Ѕaules",
        "PISCINE DES SAULES",
        "Ｐｉｓｃｉｎｅ des Saules",
        "Pisсіnе dеs Sаulеs",
        "Piscine-des-Saules",
        "Pisclne des Sau1es",
        "Ρiscine des Saules",  # a Greek rho
        "ᴘiscine des saules",
        "𝐏iscine des Saules",
        "Piscine des Sau\u0323les",
    ],
)
def test_attack_56_letters_that_look_alike_have_one_skeleton(text: str) -> None:
    assert skeleton(text) == skeleton(POOL.name)
    assert taken_for(text, "another", [VERNEUIL, POOL]) == POOL


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Ve\u0440neuil", "\u0440"),
        ("Piscine des Sa\u03c5les", "\u03c5"),
        ("Ville de \u0420\u0430\u0433\u0456\u0455", "\u0420\u0430\u0433\u0456\u0455"),
        ("東京City", "東京"),
        ("Mairie \u0581", "\u0581"),
    ],
)
def test_attack_56_a_word_of_two_alphabets_names_the_letters_of_the_other(
    text: str, letters: str
) -> None:
    assert "".join(each.letter for each in strangers(text)) == letters


@pytest.mark.parametrize(
    "text",
    [
        "", "Łódź", "Ville d'Évry", "Straße 1ª", "Ελλάδα", "Mairie · Δήμος", "Москва", "Mairie Москва",
        "漢字", "東京 City", "カタカナの町", "Hôpital №5", "O'Brien & Fils", "بلدية", "e\u0301cole",
    ],
)  # fmt: skip
def test_attack_56_twin_an_honest_name_mixes_nothing(text: str) -> None:
    assert strangers(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Verneuil-sur-Lis", "Verneuil-sur-Ly", "Verneuil-sur-Lysse"[:-1], "Vemeuil-sur-Lys",
        "Verneiul-sur-Lys", "Vverneuil-sur-Lys", "verneuil sur lys", "Verneuıl-sur-Lys",
    ],
)  # fmt: skip
def test_attack_56_a_name_that_differs_by_a_letter_is_found(text: str) -> None:
    assert taken_for(text, "did:another", [POOL, VERNEUIL]) == VERNEUIL


@pytest.mark.parametrize("text", ["Venndorf", "Verneuil", "Verneuil-sur-Oise", "Piscine", "", "—"])
def test_attack_56_twin_another_name_is_another(text: str) -> None:
    assert taken_for(text, "did:another", [POOL, VERNEUIL]) is None


def test_whose_a_name_is_tells_the_same_from_a_copy() -> None:
    assert taken_for(VERNEUIL.name, VERNEUIL.whose, [VERNEUIL]) is None
    assert taken_for("Verneuil-sur-Lis", VERNEUIL.whose, [VERNEUIL]) is None
    assert taken_for(VERNEUIL.name, "did:another", [VERNEUIL]) == VERNEUIL
    # Of whom nothing was kept but the name, the same name says nothing.
    assert taken_for(POOL.name, "did:another", [POOL]) is None
    assert taken_for(VERNEUIL.name, "", [VERNEUIL]) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("École 1", "École 2"), ("École 1", "École"), ("Piscine 1", "Piscine 11"), ("Lys", "Lis"),
        ("Oise", "Aise"), ("Route 66", "Route 67"), ("Verneuil", "Verneuillet"),
    ],
)  # fmt: skip
def test_numbers_and_short_names_are_told_apart_by_every_sign(one: str, other: str) -> None:
    assert taken_for(one, "", [Known(other)]) is None
    assert taken_for(other, "", [Known(one)]) is None


def test_a_name_of_any_length_is_looked_at() -> None:
    assert taken_for("Z" * 100_000, "", [Known("Z" * 399)]) is not None
    assert strangers("\u0440a" * 50_000) != ()
