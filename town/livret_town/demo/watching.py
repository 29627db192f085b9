"""What a town's watch decides: which entries about the town were not made by the town. Pure.

Only the owner can tell a theft that breaks no rule (LEDGER §9): the ledger has what was written
in the town's name, the town's own journal has what it wrote.
"""

from collections.abc import Collection, Iterable, Iterator

from livret_core.ledger.operation import Operation

#: What is only ever written in the owner's own name.
_OWN = ("did.", "commit", "key.compromise")


def not_made_by(
    did: str, journal: Collection[str], entries: Iterable[tuple[int, Operation]]
) -> Iterator[tuple[int, Operation]]:
    """Give the entries in the name of a DID that its owner's journal has not.

    Args:
        did: the owner's.
        journal: ids of all operations that the owner made.
        entries: with their indexes, proved to stand in the ledger.
    """
    for index, operation in entries:
        subject, _, _ = operation.subject.partition("#")
        if subject == did and operation.type.startswith(_OWN) and operation.id not in journal:
            yield index, operation
