"""What a request asks the records for is found by its own name, however much lies there."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Final

from livret_edge.prepared import Prepared
from livret_issuer.store import database, handovers, lists, pickups
from livret_issuer.store.database import Store
from tests.issuer_databases import KEY

_MODULES: Final[tuple[ModuleType, ...]] = (database, handovers, lists, pickups)
#: One row a tenant, or one a list.
_SHORT: Final = frozenset({"audit_head", "status_list"})


def prepared() -> Iterator[tuple[str, Prepared]]:
    for module in _MODULES:
        for name, value in vars(module).items():
            if isinstance(value, Prepared):
                yield f"{module.__name__.rpartition('.')[2]}.{name}", value


def test_a_statement_reads_no_more_than_it_is_asked_for(tmp_path: Path) -> None:
    statements = dict(prepared())
    assert len(statements) > 20
    with (
        closing(Store.open(tmp_path / "x.db", tenant="a", audit_key=KEY, create=True)) as store,
        store.transaction() as transaction,
    ):
        connection = transaction._connection
        for name, statement in statements.items():
            text = statement.text(connection)
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", (1,) * text.count("?"))
            for step in [row.detail for row in plan]:
                found = re.match(r"(?:SCAN|SEARCH) (\w+)", step)
                if found is not None and found[1] not in {"CONSTANT", *_SHORT}:
                    assert "tenant=? AND " in step, (name, step)
