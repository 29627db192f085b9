"""The statements of an append and of a publication, in the writer's transaction."""

from typing import Final, LiteralString

from livret_core.encoding import base64url
from livret_core.tlog import merkle
from livret_ledger.batch import Settled, Written
from livret_ledger.store.postgres.link import Link
from livret_ledger.store.rows import format_clock

# One statement, so that an append goes to the server once before it is committed.
_APPEND: Final[LiteralString] = """
WITH entries AS (
    INSERT INTO entry SELECT * FROM unnest(%b::bigint[], %b::bytea[], %b::bigint[], %b::bytea[])),
nodes AS (
    INSERT INTO node SELECT * FROM unnest(%b::bigint[], %b::bytea[])),
written AS (
    INSERT INTO pending SELECT * FROM unnest(%s::text[], %b::bytea[])
    ON CONFLICT (name) DO UPDATE SET value = excluded.value)
UPDATE at SET size = %s, peaks = %b, map_root = %b, clock = %b, settled = %s
"""


def append(link: Link, written: Written, map_root: bytes, settled_size: int) -> None:
    """Write a batch of entries, and how the ledger stands behind it."""
    link.run(
        _APPEND,
        (
            [each.index for each in written.entries],
            [base64url.decode(each.operation_id) for each in written.entries],
            [each.issued_at_s for each in written.entries],
            [each.leaf for each in written.entries],
            [merkle.place(node) for node, _ in written.nodes],
            [digest for _, digest in written.nodes],
            list(written.values),
            list(written.values.values()),
            written.frontier.size,
            b"".join(written.frontier.peaks),
            map_root,
            format_clock(written.clock),
            settled_size,
        ),
    )


def settle(link: Link, settled: Settled) -> None:
    """Write what a publication changed in the state map."""
    run = link.run
    run(
        "INSERT INTO record SELECT * FROM pending "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    )
    # Not TRUNCATE: who reads an older moment meanwhile would see nothing.
    run("DELETE FROM pending")
    run(
        "INSERT INTO record SELECT * FROM unnest(%s::text[], %b::bytea[]) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (list(settled.values), list(settled.values.values())),
    )
    run("DELETE FROM map WHERE hash = ANY(%b::bytea[])", (list(settled.map_removed),))
    run(
        "INSERT INTO map SELECT * FROM unnest(%b::bytea[], %b::bytea[])",
        (list(settled.map_added), list(settled.map_added.values())),
    )
