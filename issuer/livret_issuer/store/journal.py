"""What a town hall made for the public ledger: operations, the digests of days, what dates copies.

The ledger tells others; this journal tells the town hall itself: an operation about it that does
not stand here was made by somebody else (LEDGER §9), and is noted here once somebody knows of it.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, Literal

import sqlalchemy as sa

from livret_core.errors import MalformedInput
from livret_core.ledger.issuance import IssuancePath
from livret_core.ledger.operation import Operation
from livret_core.ledger.state import compromise_name
from livret_core.short_code import ShortCode
from livret_core.tlog.merkle import HASH_BYTES
from livret_issuer.records import Counted, OperationStand, StoredOperation, ToCount
from livret_issuer.store.tables import AUDIT, DATED, DAY, OPERATION


class Journal:
    """Reads and writes of one transaction."""

    def __init__(self, connection: sa.Connection, tenant: str) -> None:
        self._connection: Final = connection
        self._tenant: Final = tenant

    def add(
        self,
        operation: Operation,
        record: str,
        *,
        at_s: int,
        stand: Literal["open", "foreign", "unanswered"] = "open",
    ) -> None:
        """Note an operation that was made here; or with another *stand*, elsewhere.

        One that was given up, and says the same in the same second, is that operation once more.
        """
        self._connection.execute(
            OPERATION.delete().where(
                OPERATION.c.tenant == self._tenant,
                OPERATION.c.id == operation.id,
                OPERATION.c.stand == "refused",
            )
        )
        last = sa.select(sa.func.max(OPERATION.c.number)).where(OPERATION.c.tenant == self._tenant)
        self._connection.execute(
            OPERATION.insert().values(
                tenant=self._tenant,
                id=operation.id,
                number=1 + int(self._connection.execute(last).scalar_one() or 0),
                record=record,
                seq=operation.seq,
                content=operation.leaf,
                made_at_s=at_s if stand == "open" else operation.issued_at_s,
                stand=stand,
                settled_at_s=None if stand == "open" else at_s,
            )
        )

    def last(self, record: str) -> StoredOperation | None:
        """Give the last operation on a record that the ledger did not refuse."""
        row = self._connection.execute(
            sa.select(OPERATION)
            .where(
                OPERATION.c.tenant == self._tenant,
                OPERATION.c.record == record,
                OPERATION.c.stand != "refused",
            )
            .order_by(OPERATION.c.seq.desc())
            .limit(1)
        ).one_or_none()
        return None if row is None else _read(row)

    def on_ledger(self, record: str) -> Iterator[StoredOperation]:
        """Give the operations on a record that the ledger has, whoever made them; newest first."""
        rows = self._connection.execute(
            sa.select(OPERATION)
            .where(
                OPERATION.c.tenant == self._tenant,
                OPERATION.c.record == record,
                OPERATION.c.stand.in_(("taken", "foreign", "unanswered")),
            )
            .order_by(OPERATION.c.seq.desc())
        )
        return map(_read, rows.all())

    def find(self, operation_id: str) -> StoredOperation | None:
        """Give an operation by its id."""
        row = self._connection.execute(
            sa.select(OPERATION).where(
                OPERATION.c.tenant == self._tenant, OPERATION.c.id == operation_id
            )
        ).one_or_none()
        return None if row is None else _read(row)

    def all(self) -> list[StoredOperation]:
        """All of them, in the order in which they were made."""
        rows = self._connection.execute(
            sa.select(OPERATION)
            .where(OPERATION.c.tenant == self._tenant)
            .order_by(OPERATION.c.number)
        )
        return [_read(row) for row in rows]

    def known_ids(self) -> frozenset[str]:
        """Ids of all operations made here, signed here for others, or taken note of.

        What is not answered yet is not among them: a watch goes on telling it.
        """
        made = sa.select(OPERATION.c.id).where(
            OPERATION.c.tenant == self._tenant, OPERATION.c.stand != "unanswered"
        )
        signed = sa.select(AUDIT.c.about).where(
            AUDIT.c.tenant == self._tenant, AUDIT.c.action == "vouch"
        )
        return frozenset(self._connection.execute(sa.union(made, signed)).scalars())

    def is_recovery(self, operation_id: str) -> bool:
        """Say whether an operation was made to take this identity back."""
        made = sa.select(AUDIT.c.number).where(
            AUDIT.c.tenant == self._tenant,
            AUDIT.c.action == "recover",
            AUDIT.c.about == operation_id,
        )
        return self._connection.execute(made).first() is not None

    def suspected(self, did: str) -> frozenset[str]:
        """Names of the keys of a DID that the ledger has under suspicion, whoever said so."""
        prefix = compromise_name(f"{did}#")
        records = self._connection.execute(
            sa.select(OPERATION.c.record).where(
                OPERATION.c.tenant == self._tenant,
                OPERATION.c.record.startswith(prefix, autoescape=True),
                OPERATION.c.stand.not_in(("open", "refused")),
            )
        )
        return frozenset(record.removeprefix(prefix) for record in records.scalars())

    def unanswered(self) -> list[StoredOperation]:
        """What others made, and nothing on the ledger has undone yet."""
        return [each for each in self.all() if each.stand == "unanswered"]

    def answer(self, operation_id: str, *, at_s: int) -> None:
        """Note that what others made is answered: it is told no more."""
        self._connection.execute(
            OPERATION.update()
            .where(OPERATION.c.tenant == self._tenant, OPERATION.c.id == operation_id)
            .values(stand="foreign", settled_at_s=at_s)
        )

    def overtaken(self, operation: Operation, record: str) -> list[Operation]:
        """Give the open operations whose place on a record another has taken."""
        rows = self._connection.execute(
            sa.select(OPERATION).where(
                OPERATION.c.tenant == self._tenant,
                OPERATION.c.record == record,
                OPERATION.c.stand == "open",
                OPERATION.c.seq <= operation.seq,
            )
        )
        return [_read(row).operation for row in rows]

    def settle(
        self, operation: Operation, stand: OperationStand, *, proof: bytes | None, at_s: int
    ) -> None:
        """Note how an operation ended, as it was handed in."""
        self._connection.execute(
            OPERATION.update()
            .where(OPERATION.c.tenant == self._tenant, OPERATION.c.id == operation.id)
            .values(stand=stand, proof=proof, settled_at_s=at_s, content=operation.leaf)
        )

    def sign_again(self, operation: Operation) -> None:
        """Keep an operation that is open with other signatures."""
        self._connection.execute(
            OPERATION.update()
            .where(OPERATION.c.tenant == self._tenant, OPERATION.c.id == operation.id)
            .values(content=operation.leaf)
        )

    def add_day(self, operation_id: str, content: bytes, audit_salt: bytes) -> None:
        """Keep the digests that a commit, or the end of a DID, is over, the newest where it is made again."""
        self._connection.execute(
            DAY.delete().where(DAY.c.tenant == self._tenant, DAY.c.operation == operation_id)
        )
        self._connection.execute(
            DAY.insert().values(
                tenant=self._tenant,
                operation=operation_id,
                content=content,
                audit_salt=audit_salt,
            )
        )

    def find_day(self, operation_id: str) -> bytes | None:
        """Give the digests that a commit, or the end of a DID, is over; None where none were kept.

        Those of an end once were not.
        """
        wanted = sa.select(DAY.c.content).where(
            DAY.c.tenant == self._tenant, DAY.c.operation == operation_id
        )
        content = self._connection.execute(wanted).scalar_one_or_none()
        return None if content is None else bytes(content)

    def day(self, operation_id: str) -> bytes:
        """Give the digests that a commit made here is over."""
        content = self.find_day(operation_id)
        if content is None:
            raise MalformedInput("home.malformed", "a commit without its digests")
        return content

    def add_dated(self, copies: Sequence[ToCount]) -> None:
        """Keep what will date the copies of a hand-over."""
        self._connection.execute(
            DATED.insert(),
            [
                {
                    "tenant": self._tenant,
                    "code": each.code.text,
                    "copy": each.copy,
                    "salt": each.salt,
                    "leaf": each.leaf,
                    "signed_at_s": each.signed_at_s,
                    "expires_at_s": each.expires_at_s,
                }
                for each in copies
            ],
        )

    def waiting(self) -> list[ToCount]:
        """Copies that were never counted in, oldest first."""
        rows = self._connection.execute(
            sa.select(DATED)
            .where(DATED.c.tenant == self._tenant, DATED.c.operation.is_(None))
            .order_by(DATED.c.signed_at_s, DATED.c.code, DATED.c.copy)
        )
        return [
            ToCount(
                ShortCode.parse(row.code),
                row.copy,
                bytes(row.salt),
                bytes(row.leaf),
                row.signed_at_s,
                row.expires_at_s,
            )
            for row in rows
        ]

    def count_in(self, operation_id: str, counted: Sequence[Counted]) -> None:
        """Note the paths of copies that were counted in."""
        if not counted:
            return
        self._connection.execute(
            DATED.update()
            .where(
                DATED.c.tenant == self._tenant,
                DATED.c.code == sa.bindparam("of_code"),
                DATED.c.copy == sa.bindparam("of_copy"),
            )
            .values(
                operation=operation_id,
                place=sa.bindparam("at_place"),
                path=sa.bindparam("by_path"),
            ),
            [
                {
                    "of_code": each.code.text,
                    "of_copy": each.copy,
                    "at_place": each.path.index,
                    "by_path": b"".join(each.path.hashes),
                }
                for each in counted
            ],
        )

    def put_back(self, operation_id: str) -> None:
        """Let the copies of a commit that the ledger refused wait for the next."""
        self._connection.execute(
            DATED.update()
            .where(DATED.c.tenant == self._tenant, DATED.c.operation == operation_id)
            .values(operation=None, place=None, path=None)
        )

    def counted(self, operation_id: str, *, only_new: bool) -> list[Counted]:
        """Copies that were counted in with a commit, those of a hand-over together.

        Args:
            operation_id: of the commit.
            only_new: leave out those whose paths were written already.
        """
        wanted = [DATED.c.tenant == self._tenant, DATED.c.operation == operation_id]
        if only_new:
            wanted.append(DATED.c.handed_at_s.is_(None))
        rows = self._connection.execute(
            sa.select(DATED).where(*wanted).order_by(DATED.c.code, DATED.c.copy)
        )
        return [_read_counted(row) for row in rows]

    def counted_of(self, code: ShortCode) -> tuple[list[Counted], str | None]:
        """The copies of a hand-over that were counted in, and with which commit."""
        rows = self._connection.execute(
            sa.select(DATED)
            .where(
                DATED.c.tenant == self._tenant,
                DATED.c.code == code.text,
                DATED.c.operation.is_not(None),
            )
            .order_by(DATED.c.copy)
        ).all()
        return [_read_counted(row) for row in rows], rows[0].operation if rows else None

    def handed(self, code: ShortCode, *, at_s: int) -> None:
        """Note that the paths of a hand-over were written."""
        self._connection.execute(
            DATED.update()
            .where(DATED.c.tenant == self._tenant, DATED.c.code == code.text)
            .values(handed_at_s=at_s)
        )

    def forget_expired(self, now_s: int) -> None:
        """Drop what dates copies that ended by themselves."""
        self._connection.execute(
            DATED.delete().where(DATED.c.tenant == self._tenant, DATED.c.expires_at_s <= now_s)
        )


def _read(row: Any) -> StoredOperation:
    return StoredOperation(
        Operation.parse(bytes(row.content)),
        row.record,
        row.made_at_s,
        row.stand,
        row.settled_at_s,
        None if row.proof is None else bytes(row.proof),
    )


def _read_counted(row: Any) -> Counted:
    path = bytes(row.path)
    hashes = tuple(path[at : at + HASH_BYTES] for at in range(0, len(path), HASH_BYTES))
    return Counted(
        ShortCode.parse(row.code),
        row.copy,
        IssuancePath(bytes(row.salt), row.place, 1 << len(hashes), hashes),
    )
