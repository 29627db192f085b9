"""How what was handed in ended: by a proof, by somebody's word, or by what the ledger has."""

from collections.abc import Sequence
from typing import Final

from livret_core import limits
from livret_core.errors import MalformedInput, Refused, Unavailable
from livret_core.ledger.operation import Operation
from livret_core.tlog.proof import LogProof
from livret_edge.arguments import Asked
from livret_edge.files import named_by, read_file
from livret_edge.saying import now_s
from livret_issuer.cli.ledger.believing import confirmed, must_believe
from livret_issuer.cli.ledger.handing_in import prove_taken, standing_at
from livret_issuer.cli.ledger.identity import open_ledger_office
from livret_issuer.cli.ledger.watching import (
    folder_of,
    look_for_key,
    look_through,
    place_of,
    read_key,
)
from livret_issuer.cli.opening import open_office
from livret_issuer.records import StoredOperation
from livret_issuer.service import LedgerOffice, Office
from livret_issuer.store import Home
from livret_issuer.words.ledger import texts
from livret_ledger.watch import cli as watching
from livret_ledger.watch.service.looking import Watch

_WAYS: Final = ("proof", "refused", "source")


def settle(asked: Asked) -> int:
    """Note how an operation ended."""
    ways = [f"--{each}".replace("source", "from") for each in _WAYS if getattr(asked, each)]
    if len(ways) > 1:
        raise MalformedInput("usage.contradiction", option=", ".join(ways))
    if not ways:
        raise MalformedInput("usage.missing", option="--proof, --from, --refused")
    if asked.file is None and asked.source is None:
        raise MalformedInput("usage.missing", option=asked.named("file"))
    operation = None
    if asked.file is not None:
        with named_by(asked.named("file")):
            operation = Operation.parse(read_file(asked.file, limits.OPERATION_BYTES))
    if operation is None or asked.source is not None:
        return _settle_by_copy(asked, operation)
    followed: list[Operation] = []
    is_same, index = True, 0
    if asked.refused:
        office = open_ledger_office(asked)
        followed = office.settle_refused(operation, now_s=now_s())
    else:
        with named_by("--proof"):
            proof = LogProof.parse(read_file(asked.proof, limits.NOTE_BYTES))
        hall = Home.open(asked.home).read_hall()
        # It may have stood there, signed by others, before this one was handed in (LEDGER §2).
        standing = standing_at(asked, lambda: place_of(hall))
        proven = prove_taken(asked, must_believe(asked), operation, proof, standing=standing)
        is_same, index = proven.operation == operation, proven.index
        office = open_ledger_office(asked)
        office.settle(proven, now_s=now_s())
        look_for_key(asked, office, looks=False)
    stand = "refused" if asked.refused else "taken"
    if asked.voice.json:
        for each in (operation, *followed):
            asked.voice.event("settled", type=each.type, id=each.id, stand=stand)
    else:
        said = texts(asked.voice.lang)
        asked.voice.tell("✓ " + said[f"settled_{stand}"])
        if not is_same:
            asked.voice.tell(said["taken_signed_otherwise"].format(index=index))
        if followed:
            asked.voice.tell("! " + said["settled_with"].format(count=len(followed)))
        if office.took_back(operation):
            asked.voice.tell("! " + said["not_spent" if asked.refused else "spent"])
    return 0


def _settle_by_copy(asked: Asked, operation: Operation | None) -> int:
    """Note how one operation ended, or all, by what the ledger has."""
    home = Home.open(asked.home)
    hall = home.read_hall()
    trust = confirmed(home)
    folder = folder_of(asked.home)
    watching.prepare(asked, folder, hall.did.text, place=place_of(hall), believed=trust)
    office = open_office(asked)
    made = office.on_ledger().unsettled() if operation is None else [_made(office, operation)]
    look_through(asked, home)
    changed = by_copy(asked, office, made)
    look_for_key(asked, office.on_ledger(), looks=False)
    wanted = {each.operation.id for each in made}
    open_now = [each for each in office.on_ledger().unsettled() if each.stand == "open"]
    tell_settled(asked, office.on_ledger(), changed)
    waits = sum(each.operation.id in wanted for each in open_now)
    if not changed and not waits and not asked.voice.json:
        asked.voice.tell(texts(asked.voice.lang)["settled_already" if open_now else "settled_none"])
    if waits:
        raise Unavailable("home.unsettled", count=waits)
    return 0


def _made(office: Office, operation: Operation) -> StoredOperation:
    for each in office.on_ledger().journal():
        if each.operation.id == operation.id:
            return each
    raise Refused("home.not_made_here")


def by_copy(
    asked: Asked, office: Office, wanted: Sequence[StoredOperation]
) -> list[StoredOperation]:
    """Note how operations ended, by the copy of the ledger that was just looked at.

    What stands there is proven to be taken, as for a proof that came back. What can never come to
    stand there, by the rules, was not taken: an older copy proves less, and nothing wrong. Since
    when the ledger has the key that signs is read there, too.

    Args:
        asked: the command.
        office: of the town hall.
        wanted: not proven to be on the ledger so far.

    Returns:
        What is noted otherwise than before, with the others that hang on it, and what others
        wrote and a recovery undid behind all that.

    Raises:
        LivretError: why it could not be read, or is not to be believed.
    """
    if not wanted:
        read_key(asked.home, office.on_ledger())
        return []
    folder = folder_of(asked.home)
    before = {each.operation.id: each.stand for each in office.on_ledger().journal()}
    with Watch.held(folder) as held:
        there = {
            index: held.operation(index)
            for each in wanted
            if (index := held.index_of(each.operation)) is not None
        }
        never = [
            each.operation
            for each in wanted
            if each.stand == "open"
            and each.operation.id not in {one.id for one in there.values()}
            and held.is_too_late(each.operation, each.record)
        ]
    for index, proof in sorted(watching.prove(asked, folder, there).items()):
        proven = prove_taken(asked, must_believe(asked), there[index], proof)
        office.on_ledger().settle(proven, now_s=now_s())
    for operation in never:
        office.on_ledger().settle_refused(operation, now_s=now_s())
    read_key(asked.home, office.on_ledger())
    after = office.on_ledger().journal()
    changed = [each for each in after if before.get(each.operation.id) != each.stand]
    # One's own first: what it undoes stands before it in the journal.
    return sorted(changed, key=lambda each: each.stand == "foreign")


def tell_settled(asked: Asked, office: LedgerOffice, changed: Sequence[StoredOperation]) -> None:
    """Tell how operations ended, as it was noted just now."""
    voice, said = asked.voice, texts(asked.voice.lang)
    for each in changed:
        if voice.json:
            operation = each.operation
            voice.event("settled", type=operation.type, id=operation.id, stand=each.stand)
            continue
        made = voice.moment(each.made_at_s)
        voice.tell("✓ " + said[f"settled_{each.stand}"])
        voice.rows([(said["what"], each.operation.type), (said["made"], made)])
        if office.took_back(each.operation):
            voice.tell("! " + said["spent" if each.stand == "taken" else "not_spent"])
