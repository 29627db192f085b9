"""The page of what is kept of each specification names tests that are there."""

import re
from pathlib import Path

_FOLDER = re.compile(r"`((?:\w+/)+)`(?:\s+where\s+no\s+folder|\.)")
_NAMED = re.compile(r"`((?:\w+/)*test_\w+\.py)`")


def test_every_test_that_the_page_of_conformance_names_exists(root: Path) -> None:
    tests, page = root / "tests", (root / "docs/conformance.md").read_text("utf-8")
    missing, found = [], 0
    of_section = of_part = ""
    for line in re.sub(r"\n(?![|#\n])", " ", page).splitlines():
        if line.startswith("#"):
            of_part = of_section = "" if line.startswith("## ") else of_section
        if told := _FOLDER.search(line):
            of_part = told[1]
            of_section = of_section or of_part
        for name in _NAMED.findall(line):
            found += 1
            if not (tests / ("" if "/" in name else of_part) / name).is_file():
                missing.append(f"{of_part}: {name}")
    assert missing == []
    assert found > 200
