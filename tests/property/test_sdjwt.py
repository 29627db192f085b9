"""Whatever is concealed comes back, exactly as much as is shown; no changed byte ever passes."""

import itertools
from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livret_core.credential.presentation import Presentation
from livret_core.encoding import json as json_encoding
from livret_core.errors import LivretError, MalformedInput, Refused
from livret_core.sdjwt import Concealed, ConcealPlan, SdJwt, conceal, reveal
from livret_core.sdjwt.plan import ClaimPath
from livret_core.sdjwt.reveal import PlacedPath, Revealed, is_flat
from livret_verifier.gather import drive
from livret_verifier.memo import Memo
from livret_verifier.verdict import Verdict
from livret_verifier.verify import begin
from tests.scene import FOLDER, draft, present, question

NAMES: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).filter(
    lambda name: name not in {"_sd", "_sd_alg", "..."}
)
VALUES: Final[st.SearchStrategy[Any]] = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.text('ab_.\\é"', max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=16,
)
OBJECTS: Final = st.dictionaries(NAMES, VALUES, max_size=5)


class Case:
    """Claims, what is concealed of them, and what came of that."""

    def __init__(
        self, claims: dict[str, Any], hidden: set[PlacedPath], decoys: dict[ClaimPath, int]
    ) -> None:
        self.claims = claims
        self.hidden = hidden
        self.made: Concealed = conceal(
            claims,
            ConcealPlan.of(hidden, decoys=decoys),
            salts=counted(16),
            decoys=counted(32),
        )

    def __repr__(self) -> str:
        return f"Case({self.claims!r}, hidden={sorted(self.hidden, key=repr)!r})"

    def whole(self) -> Revealed:
        return reveal(self.made.payload, self.made.disclosures)


def counted(size: int) -> Iterator[bytes]:
    return (number.to_bytes(size) for number in itertools.count())


def paths_of(value: Any, here: PlacedPath = ()) -> Iterator[tuple[PlacedPath, Any]]:
    entries: Any = ()
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, list):
        entries = enumerate(value)
    for key, inner in entries:
        yield (*here, key), inner
        yield from paths_of(inner, (*here, key))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    claims = draw(OBJECTS)
    paths = list(paths_of(claims))
    hidden = {path for path, _ in paths if draw(st.booleans())}
    containers: list[ClaimPath] = [
        (),
        *(path for path, one in paths if isinstance(one, dict | list)),
    ]
    decoys = {path: draw(st.integers(0, 2)) for path in containers if draw(st.booleans())}
    return Case(claims, hidden, decoys)


def left(value: Any, hidden: set[PlacedPath], shown: set[PlacedPath], here: PlacedPath = ()) -> Any:
    """What a reader should see, told from the claims alone: hidden and not shown is gone."""

    def stays(path: PlacedPath) -> bool:
        return path not in hidden or path in shown

    if isinstance(value, dict):
        return {
            name: left(inner, hidden, shown, (*here, name))
            for name, inner in value.items()
            if stays((*here, name))
        }
    if isinstance(value, list):
        return [
            left(inner, hidden, shown, (*here, place))
            for place, inner in enumerate(value)
            if stays((*here, place))
        ]
    return value


@given(cases())
def test_what_is_concealed_comes_back_through_the_text(case: Case) -> None:
    text = SdJwt("a.b.c", case.made.disclosures).format()
    parsed = SdJwt.parse(text)
    payload = json_encoding.parse_object(json_encoding.format(case.made.payload))
    revealed = reveal(payload, parsed.disclosures)
    assert revealed.claims == case.claims
    assert {placed.path for placed in revealed.placed} == case.hidden
    assert len(revealed.placed) == len(case.made.disclosures)


@given(cases())
def test_nothing_hidden_is_in_the_payload(case: Case) -> None:
    assert reveal(case.made.payload, ()).claims == left(case.claims, case.hidden, set())


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_disclosures_changes_nothing(case: Case, random: Any) -> None:
    turned = list(case.made.disclosures)
    random.shuffle(turned)
    revealed = reveal(case.made.payload, turned)
    assert revealed.claims == case.claims
    assert revealed.concealed == case.whole().concealed


@given(cases(), st.data())
def test_what_is_shown_with_all_it_is_inside_of_is_seen_and_nothing_else(
    case: Case, data: st.DataObject
) -> None:
    placed = {one.disclosure: one for one in case.whole().placed}
    chosen = {index for index in placed if data.draw(st.booleans())}
    for index in list(chosen):
        parent = placed[index].parent
        while parent is not None:
            chosen.add(parent)
            parent = placed[parent].parent
    part = SdJwt("a.b.c", case.made.disclosures).showing(chosen)
    revealed = reveal(case.made.payload, part.disclosures)
    shown = {placed[index].path for index in chosen}
    assert revealed.claims == left(case.claims, case.hidden, shown)
    assert {one.path for one in revealed.placed} == shown


@given(cases(), st.data())
def test_a_part_without_what_it_is_inside_of_is_refused(case: Case, data: st.DataObject) -> None:
    inner = [one for one in case.whole().placed if one.parent is not None]
    if not inner:
        return
    without = data.draw(st.sampled_from(inner)).parent
    kept = [text for index, text in enumerate(case.made.disclosures) if index != without]
    with pytest.raises(Refused) as caught:
        reveal(case.made.payload, kept)
    assert caught.value.code == "sdjwt.unreferenced"


@given(cases(), st.data())
def test_both_ways_of_reading_say_the_same(case: Case, data: st.DataObject) -> None:
    payload = case.made.payload
    flat = is_flat(payload, json_encoding.format(payload))
    chosen = [text for text in case.made.disclosures if data.draw(st.booleans())]

    def read(flat: bool) -> Any:
        try:
            found = reveal(payload, chosen, flat=flat)
        except LivretError as error:
            return error.code
        return (
            found.claims,
            set(found.placed),
            found.concealed,
            set(found.hidden_elements),
            set(found.hiding_objects),
        )

    assert read(flat) == read(False)


PRESENTED: Final = present(draft())
MEMO: Final = Memo()


def decided(text: str) -> Verdict | LivretError:
    try:
        return drive(begin(Presentation.parse(text), question(), MEMO), FOLDER)
    except LivretError as error:
        return error


def is_refused(text: str) -> bool:
    """Whether *text* is refused or malformed, and never merely not found out about."""
    found = decided(text)
    if isinstance(found, Verdict):
        assert found.presentation is None
        assert found.report.reason is not None
        found = found.report.reason
    return isinstance(found, MalformedInput | Refused)


def test_the_presentation_that_is_changed_below_is_accepted_as_it_is() -> None:
    found = decided(PRESENTED)
    assert isinstance(found, Verdict)
    assert found.presentation is not None


@pytest.mark.parametrize("change", [1, 2, 32], ids=["lowest bit", "next bit", "case"])
def test_no_byte_of_a_presentation_can_be_changed(change: int) -> None:
    accepted = [
        place
        for place, letter in enumerate(PRESENTED)
        if not is_refused(f"{PRESENTED[:place]}{chr(ord(letter) ^ change)}{PRESENTED[place + 1 :]}")
    ]
    assert accepted == []


@settings(max_examples=300)
@given(st.integers(0, len(PRESENTED) - 1), st.characters(exclude_categories=["Cs"]))
def test_no_character_of_a_presentation_can_be_another(place: int, other: str) -> None:
    changed = f"{PRESENTED[:place]}{other}{PRESENTED[place + 1 :]}"
    assert changed == PRESENTED or is_refused(changed)


@settings(max_examples=300)
@given(st.integers(0, len(PRESENTED)), st.integers(0, len(PRESENTED)), st.text("~.A=é", max_size=3))
def test_no_stretch_of_a_presentation_can_be_cut_or_replaced(
    start: int, end: int, instead: str
) -> None:
    changed = PRESENTED[: min(start, end)] + instead + PRESENTED[max(start, end) :]
    assert changed == PRESENTED or is_refused(changed)
