"""The tables of a desk's database. Every table knows its tenant."""

from typing import Final

import sqlalchemy as sa

from livret_edge.databases import Tables

METADATA: Final = sa.MetaData()
_OPEN: Final = sa.text("stand = 'open'")
_TEXT: Final = sa.String().with_variant(sa.String(collation="C"), "postgresql")

# One row a request over the network. Who has the database without the desk's key reads when
# something was asked and answered, and nothing of what, or by whom.
TRANSACTION: Final = sa.Table(
    "asked",
    METADATA,
    sa.Column("tenant", _TEXT, primary_key=True),
    sa.Column("code", _TEXT, primary_key=True),
    sa.Column("handle_sha256", sa.LargeBinary, nullable=False),
    sa.Column("session_sha256", sa.LargeBinary),
    sa.Column("terms", sa.LargeBinary),
    sa.Column("stand", _TEXT, nullable=False),
    sa.Column("ends_at_s", sa.BigInteger, nullable=False),
    sa.Column("opened_at_s", sa.BigInteger),
    sa.Column("answered_at_s", sa.BigInteger),
    sa.Column("forget_at_s", sa.BigInteger, nullable=False),
    sa.Column("verdict", sa.LargeBinary),
    sa.Column("return_sha256", sa.LargeBinary),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Index("asked_by_handle", "tenant", "handle_sha256"),
    sa.Index("asked_by_end", "tenant", "forget_at_s"),
    # So that to count those that wait, which is done all day, reads none of the others.
    sa.Index(
        "asked_open", "tenant", "ends_at_s", "stand", sqlite_where=_OPEN, postgresql_where=_OPEN
    ),
)
TABLES: Final = Tables("livret desk", "livret_desk", 3, METADATA, TRANSACTION, (TRANSACTION,))
