"""Heads of histories that part, and readers who go by trust roots of any size: all with real keys.

    chain = begun(Quorums(...), witnesses=range(n))      # as a reader believes it
    believes(chain, head, signers)                       # what the production verifier says

A town is a number: it has a witness's key, an auditor's key and an operation key, and signs
with the first two whatever it signs. Each witness's line stands in a head twice, with two
times, as it does where somebody keeps all that he was ever sent: it is one witness still.
"""

from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Final

from livret_core.dids.key import DidKey
from livret_core.errors import Refused
from livret_core.keys import Ed25519Signer
from livret_core.ledger import head as heads
from livret_core.ledger import trust_root
from livret_core.ledger.quorum import Quorums
from livret_core.ledger.trust_chain import TrustChain, begin
from livret_core.ledger.trust_root import Ages, TrustRoot, Voter
from livret_core.tlog import cosignature
from livret_core.tlog.checkpoint import SignedCheckpoint
from livret_core.tlog.note import SignatureLine, VerifierKey
from livret_core.tlog.policy import Group, Log, Policy, Witness
from livret_core.tlog.witness import Cosign, decide
from livret_town.simulator.ledgers import Keeper, cosigner_key, signer

DAY_S: Final = 86_400
MOST: Final = 7
#: Every pair of numbers that could be asked for, also those that no policy may have.
PAIRS: Final = [(n, q) for n in range(1, MOST + 1) for q in range(1, n + 1)]
GOOD: Final = [(n, q) for n, q in PAIRS if 2 * q > n]

# One history, and three that go on from it.
COMMON: Final = Keeper.founded()
COMMON.tick(1, times=3)
_GOES_ON = [COMMON.fork(COMMON.size) for _ in range(3)]
_GOES_ON[0].tick(10)
_GOES_ON[1].tick(20)
_GOES_ON[2].tick(30, times=2)
HISTORIES: Final = tuple(_GOES_ON)
HEADS: Final = tuple(each.signed() for each in HISTORIES)
#: Two of one size; two of which the second is longer and does not continue the first.
PARTED: Final = ((0, 1), (0, 2))
NOW_S: Final = max(each.at_s for each in HISTORIES) + 60


def numbers(n: int, q: int) -> Quorums:
    """With as few auditors and endorsements as n and q allow."""
    f = 2 * q - n - 1
    return Quorums(n=n, q=q, a=max(1, f + 1), k=max(1, f + 1))


def second_name(town: int) -> str:
    return f"{town}.other.example/witness"


def witness_of(town: int, name: str = "") -> VerifierKey:
    """Its witness's key; under another *name* still the same key."""
    own = f"{town}.example/witness"
    return VerifierKey.of(name or own, cosigner_key(own).signature_type, signer(own))


def auditor_of(town: int) -> VerifierKey:
    return cosigner_key(f"{town}.example/audit")


def policy(chosen: Quorums, towns: Sequence[int], *, twice: int | None = None) -> Policy:
    """*twice*: this town's key stands there once more, under another name."""
    names = [witness_of(town) for town in towns]
    if twice is not None:
        names.append(witness_of(twice, second_name(twice)))
    witnesses = [Witness(f"w{at}".encode(), key) for at, key in enumerate(names)]
    auditors = [Witness(f"a{town}".encode(), auditor_of(town)) for town in towns]
    return Policy(
        (Log(COMMON.key),),
        (*witnesses, *auditors),
        (
            Group(trust_root.WITNESSES, chosen.q, tuple(each.name for each in witnesses)),
            Group(trust_root.AUDITORS, chosen.a, tuple(each.name for each in auditors)),
            Group(b"both", 2, (trust_root.WITNESSES, trust_root.AUDITORS)),
        ),
        b"both",
    )


def tried(act: Callable[[], TrustChain]) -> tuple[TrustChain | None, str]:
    """Give the chain that a reader comes to believe, or why not."""
    try:
        return act(), ""
    except Refused as error:
        return None, error.code


def begun(chosen: Quorums, towns: Sequence[int], *, twice: int | None = None) -> TrustChain:
    """A chain of one version, as the production reader begins it.

    Raises:
        Refused: as it does.
    """
    return begin(_version(chosen, towns, twice=twice))


def changed(chain: TrustChain, chosen: Quorums, towns: Sequence[int]) -> TrustChain:
    """Walk on to a second version. All of both cosigned the joint head, and signed the version.

    Raises:
        Refused: as the production reader does.
    """
    before = chain.newest
    names = {key.name.text for key in before.witnesses | before.auditors}
    lines = [
        line
        for town in range(4 * MOST)
        if town in towns or witness_of(town).name.text in names
        for line in _joint_lines(town)
    ]
    joint = COMMON.signed().with_signatures(*lines)
    second = _version(chosen, towns, previous=before, joint=joint)
    return chain.extend([second], now_s=NOW_S)


def _version(
    chosen: Quorums,
    towns: Sequence[int],
    *,
    twice: int | None = None,
    previous: TrustRoot | None = None,
    joint: SignedCheckpoint | None = None,
) -> TrustRoot:
    voters = [*towns] if twice is None else [*towns, max(towns) + 1]
    signers = {_voter(town): _pen(_voter(town)) for town in voters}
    if previous is not None:
        signers |= {voter: _pen(voter) for voter in previous.voters}
    return trust_root.draft(
        origin=COMMON.origin,
        version=1 if previous is None else previous.version + 1,
        previous=previous,
        policy=policy(chosen, towns, twice=twice),
        numbers=chosen,
        voters=[_voter(town) for town in voters],
        ages=Ages(DAY_S, 7 * DAY_S),
        expires_s=NOW_S + 300 * DAY_S,
        index=0 if previous is None else previous.index + 1,
        joint=joint,
    ).signed(list(signers.values()))


@cache
def _voter(town: int) -> Voter:
    who = f"be-nis:{10_000 + town}"
    return Voter(who, DidKey.of(signer(f"voter {who}").public_key).did)


def _pen(voter: Voter) -> Ed25519Signer:
    return signer(f"voter {voter.who}")


def believes(
    chain: TrustChain, head: int, towns: Collection[int], *, twice: int | None = None
) -> bool:
    """Say whether a reader with nothing to remember believes a head that these towns cosigned."""
    lines = [line for town in towns for line in _lines(head, town)]
    if twice in towns and twice is not None:
        lines.append(_line(head, twice, second_name(twice)))
    signed = HEADS[head].with_signatures(*lines)
    try:
        cosigned = heads.verify(signed, chain)
    except Refused as error:
        if error.code == "log.quorum":
            return False
        raise  # no other reason is one that a test here means
    ages = chain.newest.ages
    believed = heads.accept(cosigned, chain, ages=ages, now_s=NOW_S, remembered=None)
    return believed.cosigned.root == signed.checkpoint.root


@cache
def cosigns(first: int, second: int, *, knows_common: bool) -> frozenset[int]:
    """Which of two heads an honest witness cosigns that is asked in this order.

    Args:
        first, second: of :data:`HEADS`.
        knows_common: whether it had cosigned the head that they part from.
    """
    known = COMMON.head() if knows_common else None
    found = set()
    for head in (first, second):
        # Whatever it is told that it held, with the proof from there.
        for old_size in range(HEADS[head].checkpoint.size + 1):
            decision = decide(known, HISTORIES[head].request(old_size), [COMMON.key])
            if isinstance(decision, Cosign):
                known = decision.signed.checkpoint
                found.add(head)
    return frozenset(found)


@cache
def _lines(head: int, town: int) -> tuple[SignatureLine, ...]:
    return tuple(_lines_of(HEADS[head], town))


@cache
def _line(head: int, town: int, name: str) -> SignatureLine:
    own = signer(f"{town}.example/witness")
    key = witness_of(town, name)
    return cosignature.sign(HEADS[head].checkpoint, key.name, own, now_s=NOW_S - 30)


@cache
def _joint_lines(town: int) -> tuple[SignatureLine, ...]:
    return tuple(_lines_of(COMMON.signed(), town))


def _lines_of(signed: SignedCheckpoint, town: int) -> list[SignatureLine]:
    checkpoint = signed.checkpoint
    witness, auditor = witness_of(town).name, auditor_of(town).name
    return [
        cosignature.sign(checkpoint, witness, signer(witness.text), now_s=NOW_S - 50),
        cosignature.sign(checkpoint, witness, signer(witness.text), now_s=NOW_S - 40),
        cosignature.sign(checkpoint, auditor, signer(auditor.text), now_s=NOW_S - 40),
    ]
