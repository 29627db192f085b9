"""Pages of figures hold what the command writes, and nothing that somebody typed."""

import re
from pathlib import Path

import pytest

from bench import page, sizing
from bench.measure import row
from bench.page import NOT_YET, between, marked, put, section
from bench.served import Memory
from bench.sizing import Sized, written


def sized(issuers: int) -> Sized:
    return Sized(
        issuers=issuers,
        entries=10_000,
        year=118_625,
        public_first=2_000_000,
        public_year=81e6,
        store_first=3_000_000,
        store_year=9.1e9,
        replayed=9_000.0,
        voted=9_000,
        delegated=12_000,
        fact=2_600,
        memory=Memory(300.0, 160.0),
        records=2_146,
        map_nodes=4_291,
        map_new=1_296,
    )


def shape(text: str) -> list[str]:
    """The text without its figures, and without what it says of them."""
    text = re.sub(r"\*\*(.*?)\*\* \(missed: [≤≥] [\d,]+\)", r"\1", text)
    text = re.sub(r"\d{4}-\d\d-\d\d: .+, \d+ cores, Python [\d.]+", "#", text)
    return re.sub(r"\d[\d,.]*( (MB|GB|min|s)\b)?", "#", text).splitlines()


def test_the_sizing_page_is_as_its_command_writes_it() -> None:
    said = between(sizing.PAGE, "measured")
    made = written([sized(issuers) for issuers, _ in sizing.PROFILES])
    assert said == NOT_YET or shape(said) == shape(made)


def test_a_figure_typed_by_hand_has_another_shape() -> None:
    made = written([sized(issuers) for issuers, _ in sizing.PROFILES])
    assert shape(made + "\nbeside other work.") != shape(made)
    assert shape(made.replace(" | ", " | about ", 30)) != shape(made)


def test_a_miss_is_marked() -> None:
    made = written([sized(300)])
    assert "9,000 B, **12,000 B** (missed: ≤ 10,000), 2,600 B | **160 MB** (missed: ≤ 150)" in made
    assert marked(150, 150, "MB") == "150 MB"


def test_the_page_of_figures_is_as_its_command_writes_it() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    head, *sections = re.split(r"\n<!-- measured: ", text)
    assert not re.search(r"^\| ", head, re.MULTILINE)
    for each in sections:
        module, _, rest = each.partition(" -->\n")
        body, end, after = rest.partition(f"\n<!-- /measured: {module} -->")
        assert end
        assert not after.strip()
        if body == f"## {module}\n\n{NOT_YET}":
            continue
        lines = body.splitlines()
        made = section(module, []).splitlines()
        assert shape("\n".join(lines[: len(made)])) == shape("\n".join(made))
        assert len(lines) > len(made)
        for line in lines[len(made) :]:
            assert re.fullmatch(
                r"\| `[\w.^]+` \| (\*\*.+\*\* \| missed: [≤≥] [\d,.]+|[^*]+ \| ([≤≥] [\d,.]+)?) \| [\d,]+ \|",
                line,
            ), line


def test_every_module_of_bench_has_its_section() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    kept = set(re.findall(r"^<!-- measured: (\w+) -->$", text, re.MULTILINE))
    modules = Path(page.__file__).parent.glob("*.py")
    assert kept == {each.stem for each in modules if "\ndef rows(" in each.read_text("utf-8")}


def test_a_section_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    kept = tmp_path / "figures.md"
    kept.write_text("# Figures\n", encoding="utf-8")
    first = section("a", [row("a.b", 12.5, "ms", target=10, n=2_000)])
    put(kept, "measured: a", first)
    put(kept, "measured: b", section("b", [row("b.c", 3, "/s", target=2, better="higher")]))
    assert between(kept, "measured: a") == first
    assert "| `a.b` | **12.5 ms** | missed: ≤ 10 | 2,000 |" in first
    put(kept, "measured: a", section("a", [row("a.b", 9, "ms", target=10)]))
    assert "| `a.b` | 9 ms | ≤ 10 | 1 |" in between(kept, "measured: a")
    assert "| `b.c` | 3 /s | ≥ 2 | 1 |" in between(kept, "measured: b")
    assert kept.read_text(encoding="utf-8").count("<!-- measured: a -->") == 1


def test_a_page_without_marks_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# Nothing\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"page\.md"):
        between(tmp_path / "page.md", "measured")
