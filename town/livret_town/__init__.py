"""The composition root: the `livret` command and a whole town on one machine."""

from typing import Final

# Written here and in pyproject.toml, and held together by a test: asking the installed
# package for it would cost a third of the start-up.
VERSION: Final = "0.1.0"
