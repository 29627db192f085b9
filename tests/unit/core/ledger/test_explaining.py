import string

import msgspec
import pytest

from livret_core.ledger import bodies
from livret_core.ledger.draft import unsigned_of
from livret_core.ledger.explaining import RULES, SENTENCES, entry_key, members_of, tell
from livret_core.ledger.operation import Operation
from livret_core.words import LANGUAGES, Language
from livret_core.words.entries import draft_rows, draft_sentence, entries
from livret_core.words.figures import moment
from livret_ledger.words import span, texts
from tests.ledger_scene import ORIGIN, Scene

#: Everything that an operation of any type can say, for whoever adds one.
MEMBERS = {
    f"member_{field.encode_name}"
    for body in bodies.BODIES.values()
    for field in msgspec.structs.fields(body)
} - {"member_entry"}

each_language = pytest.mark.parametrize("language", LANGUAGES)


def test_every_type_of_operation_has_a_rule() -> None:
    assert set(RULES) == set(bodies.BODIES)


@each_language
def test_every_sentence_and_rule_is_there_and_no_other(language: Language) -> None:
    wanted = SENTENCES | {f"rule_{rule}" for rule in RULES.values()}
    assert set(entries(language)) == wanted | MEMBERS | {"draft", "yes", "no"}


def test_the_four_languages_say_the_same() -> None:
    for table in (texts, entries):
        english = table("en")
        for language in LANGUAGES[1:]:
            other = table(language)
            assert other.keys() == english.keys()
            for key, text in english.items():
                assert fields(other[key]) == fields(text), (language, key)


def fields(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}


def test_an_entry_brings_every_fact_that_its_sentence_asks_for() -> None:
    scene = Scene.founded()
    namur, metz, *others = scene.towns
    scene.apply(scene.publish("residency/1"))
    made = [
        scene.genesis(),
        scene.grant(metz, namur, metz, *others),
        scene.commit(metz),
        scene.tick(),
        scene.freeze(*scene.towns, successor="ledger.example/next"),
        scene.freeze(*scene.towns),
        scene.freeze(*scene.towns, scene.log_pen, successor="ledger.example/next"),
        scene.rotate(scene.log_key, *scene.towns, scene.log_pen),
        scene.policy_change(scene.towns),
        scene.did_succeed(metz, None, metz.recovery_pen()),
        scene.did_succeed(metz, namur.did, metz.recovery_pen()),
        scene.register(metz, namur),
        scene.end_right(metz, namur, from_s=1, void_from_s=2),
        scene.end_right(metz, namur, from_s=1),
        scene.about_member("member.suspend", metz, namur),
        scene.compromise(metz.kid, metz, from_s=1),
        scene.propose(metz),
    ]
    for operation in made:
        told = tell(operation)
        assert fields(entries("en")[told.sentence]) <= set(told.facts), operation.type


def test_whoever_signs_sees_every_member_whole() -> None:
    """Nothing of a policy is behind an ellipsis: each holder and its key has a line."""
    scene = Scene.founded()
    made = scene.policy_change(scene.towns)
    shown = members_of(unsigned_of(made))
    for town in scene.towns:
        assert ("witnesses", f"{town.who} {town.witness.format()}") in shown
        assert ("auditors", f"{town.who} {town.auditor.format()}") in shown
    assert {name for name, _ in shown} == set(made.body)
    assert max(len(line) for _, line in shown) < 200


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, (0, "seconds")), (119, (119, "seconds")), (120, (2, "minutes")), (7_199, (119, "minutes")),
     (7_200, (2, "hours")), (172_799, (47, "hours")), (172_800, (2, "days"))],
)  # fmt: skip
def test_a_span_is_said_in_the_largest_unit_it_fills_twice(
    seconds: int, said: tuple[int, str]
) -> None:
    found = span(seconds)
    assert (found.count, found.unit) == said


def test_a_change_of_keys_names_the_key_that_signed_it_and_not_the_ledger() -> None:
    """So a theft is not signed by the ledger, and its undoing is told from it."""
    scene = Scene.founded()
    metz = scene.towns[1]
    created = next(
        operation
        for operation in map(Operation.parse, scene.leaves)
        if operation.type == "did.create" and operation.subject == metz.did
    )
    updated = scene.move_on(metz)
    hashes = metz.recovery_hashes(2, 3)
    recovered = scene.move_on(metz, by="recovery-1", recovery_key_hashes=hashes)
    keys = [
        entry_key(created, None),
        entry_key(updated, created),
        entry_key(recovered, updated),
        entry_key(recovered, None),
    ]
    assert [key.use if key else "?" for key in keys] == ["update", "update", "recovery", None]
    assert all(key is not None and key.multikey.startswith("z6Mk") for key in keys)
    assert tell(updated).signers == tell(recovered).signers == ()
    assert tell(scene.tick()).signers == (ORIGIN,)
    assert entry_key(scene.commit(metz), None) is None


@each_language
def test_a_draft_is_told_as_one_with_days_and_hours_and_no_bare_seconds(language: Language) -> None:
    scene = Scene.founded()
    namur, metz, *_ = scene.towns
    draft = unsigned_of(scene.grant(metz, namur))
    told = tell(draft)
    said = draft_sentence(told.sentence, told.facts, language)
    assert said.startswith(entries(language)["draft"].partition("{")[0])
    rows = dict(draft_rows(members_of(draft), language, lambda at_s: moment(at_s, language)))
    for name in ("from", "until"):
        shown = rows[entries(language)[f"member_{name}"]]
        assert "UTC" in shown
        assert str(draft.body[name]) not in shown
