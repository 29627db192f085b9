"""Arguments that several commands of a wallet take."""

from typing import Final

from livret_edge.arguments import REACHING, Argument, path

#: Of each that reaches a town hall or a service.
ASKED_ONLINE: Final = (Argument("--anchors", "file", path), *REACHING)
#: Where to write.
TO: Final = Argument("--to", "file", path, required=True)
