"""Attack 48: too few witnesses are made to look like enough."""

from dataclasses import replace
from hashlib import sha256

import pytest

from livret_core.errors import LivretError, Refused
from livret_core.keys import Ed25519Signer
from livret_core.tlog import witnessed
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import (
    KeyName,
    Note,
    SignatureLine,
    SignatureType,
    VerifierKey,
    key_id,
    sign,
)
from livret_core.tlog.policy import Group, Log, Policy, Witness
from tests.transparency import (
    NOW_S,
    OTHER_ORIGIN,
    WITNESSES,
    Grown,
    cosigned,
    log_key,
    policy,
    signed,
    signer,
    witness_key,
)

LOG = Grown(12)
HEAD = LOG.head()
POLICY = policy(3)
NAMUR, METZ, AACHEN, MAASTRICHT = WITNESSES
TWO = (cosigned(HEAD, NAMUR), cosigned(HEAD, METZ))  # one short of what the policy asks for


def code_of(head: SignedCheckpoint, accepted: Policy = POLICY) -> str:
    with pytest.raises(Refused) as caught:
        witnessed.verify(head, accepted)
    return caught.value.code


def test_attack_48_two_are_not_three() -> None:
    assert code_of(signed(HEAD).with_signatures(*TWO)) == "log.quorum"


def test_attack_48_one_witness_cosigns_twice() -> None:
    again = cosigned(HEAD, METZ, now_s=NOW_S + 1)
    assert code_of(signed(HEAD).with_signatures(*TWO, again)) == "log.quorum"


def test_attack_48_one_line_stands_three_times() -> None:
    [own] = signed(HEAD).note.signatures
    lines = (own, TWO[0], TWO[0], TWO[0])
    assert code_of(SignedCheckpoint.of(Note(HEAD.format(), lines))) == "log.quorum"


def test_attack_48_a_line_is_given_another_witnesss_name() -> None:
    renamed = replace(TWO[0], name=KeyName(AACHEN))
    assert code_of(signed(HEAD).with_signatures(*TWO, renamed)) == "log.quorum"


def test_attack_48_a_line_is_given_another_witnesss_name_and_id() -> None:
    key = witness_key(AACHEN)
    borrowed = SignatureLine(key.name, key.key_id, TWO[0].signature)
    assert code_of(signed(HEAD).with_signatures(*TWO, borrowed)) == "note.signature"


def test_attack_48_a_strangers_key_under_a_witnesss_name() -> None:
    stranger = signer("stranger.example")
    own_id = key_id(KeyName(AACHEN), SignatureType.COSIGNATURE_V1, stranger.public_key.raw)
    line = replace(cosigned(HEAD, "stranger.example"), name=KeyName(AACHEN), key_id=own_id)
    assert code_of(signed(HEAD).with_signatures(*TWO, line)) == "log.quorum"


def test_attack_48_a_cosignature_of_another_origin() -> None:
    # Two logs with the same entries have the same size and root.
    other = replace(HEAD, origin=OTHER_ORIGIN)
    lines = (*TWO, cosigned(other, AACHEN))
    assert code_of(signed(HEAD).with_signatures(*lines)) == "note.signature"


def test_attack_48_a_cosignature_of_an_older_head() -> None:
    lines = (*TWO, cosigned(LOG.head(11), AACHEN))
    assert code_of(signed(HEAD).with_signatures(*lines)) == "note.signature"


def test_attack_48_a_cosignature_made_to_look_fresh() -> None:
    old = cosigned(HEAD, AACHEN, now_s=NOW_S - 1_000_000)
    fresh = replace(old, signature=NOW_S.to_bytes(8, "big") + old.signature[8:])
    assert code_of(signed(HEAD).with_signatures(*TWO, fresh)) == "note.signature"


def test_attack_48_a_witnesss_key_signed_another_kind_of_note() -> None:
    # The same secret key, used to sign notes: its lines are of another type, with another id.
    [line] = sign(HEAD.format(), KeyName(AACHEN), signer(AACHEN)).signatures
    assert code_of(signed(HEAD).with_signatures(*TWO, line)) == "log.quorum"


def test_attack_48_the_log_signs_with_a_key_of_another_log() -> None:
    both = Policy(
        (Log(log_key()), Log(log_key(OTHER_ORIGIN))),
        POLICY.witnesses,
        POLICY.groups,
        POLICY.quorum,
    )
    lines = (*TWO, cosigned(HEAD, AACHEN))
    head = signed(HEAD, by=OTHER_ORIGIN).with_signatures(*lines)
    assert code_of(head, both) == "log.unsigned"


def refused_policy(logs: tuple[Log, ...], witnesses: tuple[Witness, ...]) -> str:
    members = tuple(witness.name for witness in witnesses)
    with pytest.raises(LivretError) as caught:
        Policy(logs, witnesses, (Group(b"towns", len(members), members),), b"towns")
    return caught.value.code


def test_attack_48_one_key_under_two_names_in_a_policy() -> None:
    alias = VerifierKey.of(AACHEN, SignatureType.COSIGNATURE_V1, signer(METZ))
    witnesses = (Witness(b"metz", witness_key(METZ)), Witness(b"aachen", alias))
    assert refused_policy((Log(log_key()),), witnesses) == "log.key_twice"


def test_attack_48_a_log_as_its_own_witness() -> None:
    own = VerifierKey.of(NAMUR, SignatureType.COSIGNATURE_V1, signer(log_key().name.text))
    assert refused_policy((Log(log_key()),), (Witness(b"namur", own),)) == "log.key_twice"


def test_attack_48_a_key_made_to_have_another_keys_id() -> None:
    # Found by trying 123,951 keys of one name.
    one, two = (
        VerifierKey(
            KeyName(AACHEN),
            SignatureType.COSIGNATURE_V1,
            Ed25519Signer.from_seed(sha256(b"collide %d" % number).digest()).public_key,
        )
        for number in (14_483, 123_951)
    )
    assert one.key_id == two.key_id
    witnesses = (Witness(b"one", one), Witness(b"two", two))
    assert refused_policy((Log(log_key()),), witnesses) == "log.key_twice"


def test_attack_48_one_witness_in_two_groups() -> None:
    witnesses = (Witness(b"namur", witness_key(NAMUR)), Witness(b"metz", witness_key(METZ)))
    groups = (
        Group(b"west", 1, (b"namur", b"metz")),
        Group(b"east", 1, (b"metz",)),
        Group(b"both", 2, (b"west", b"east")),
    )
    with pytest.raises(LivretError) as caught:
        Policy((Log(log_key()),), witnesses, groups, b"both")
    assert caught.value.code == "log.policy"


@pytest.mark.parametrize("third", [AACHEN, MAASTRICHT])
def test_attack_48_twin_three_are_three(third: str) -> None:
    head = signed(HEAD).with_signatures(*TWO, cosigned(HEAD, third))
    accepted = witnessed.verify(head, POLICY)
    assert set(accepted.times_s) == {witness_key(NAMUR), witness_key(METZ), witness_key(third)}


def test_attack_48_twin_a_fresh_line_beside_an_old_one_of_the_same_witness() -> None:
    lines = (*TWO, cosigned(HEAD, AACHEN), cosigned(HEAD, AACHEN, now_s=NOW_S + 3_600))
    accepted = witnessed.verify(signed(HEAD).with_signatures(*lines), POLICY)
    assert accepted.times_s[witness_key(AACHEN)] == (NOW_S, NOW_S + 3_600)


def test_attack_48_twin_lines_of_strangers_do_no_harm() -> None:
    lines = (*TWO, cosigned(HEAD, "stranger.example"), cosigned(HEAD, AACHEN))
    assert len(witnessed.verify(signed(HEAD).with_signatures(*lines), POLICY).times_s) == 3
