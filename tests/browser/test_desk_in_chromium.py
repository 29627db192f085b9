"""The desk's page in a real Chromium: what axe-core finds, where the keyboard leads, what a scanner types."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import segno

from livret_core.words import LANGUAGES
from tests.at_window import filed
from tests.browsing import axe, context_of, scan, show, wait_for
from tests.desks_in_chromium import (
    STATES,
    Desk,
    accepted,
    asked,
    desk_in_chromium,
    unavailable,
)
from tests.windows import BASE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_in_chromium(tmp_path_factory.mktemp("desk")) as made:
        yield made


@pytest.fixture
def page(desk: Desk) -> Iterator[Any]:
    made = desk.page()
    told: list[str] = []
    made.on("console", lambda said: told.append(said.text))
    made.on("pageerror", lambda error: told.append(str(error)))
    yield made
    made.close()
    assert [each for each in told if "ERR_ABORTED" not in each] == []


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    page: Any, desk: Desk, state: str
) -> None:
    STATES[state](page, desk)
    assert axe(page) == []
    if state in {"ready", "accepted", "unavailable"}:
        page.emulate_media(color_scheme="dark")
        assert axe(page) == []
    lang = {"ready": "nl", "by_hand": "fr"}.get(state, "de")
    page.click(f'.languages [lang="{lang}"]')
    page.wait_for_selector(f'html[lang="{lang}"]')
    for width, height in ((320, 640), (640, 400), (1280, 800)):  # a telephone; 200 %; a counter
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(_NEAR) == []


# What is pressed, and what else is pressed less than four pixels from it.
_NEAR = """() => {
    const pressed = [...document.querySelectorAll('button, summary, label[for=file], .desk #shown')]
        .filter(each => each.checkVisibility()).map(each => [each, each.getBoundingClientRect()]);
    const near = (a, b) => a.left < b.right + 4 && b.left < a.right + 4
        && a.top < b.bottom + 4 && b.top < a.bottom + 4;
    return pressed.flatMap(([one, a], at) => pressed.slice(at + 1)
        .filter(([, b]) => near(a, b)).map(([other]) => [one.innerText, other.innerText]));
}"""


_LINES = """() => [...document.querySelectorAll('.code-typed span')].map(
    each => [each.textContent, each.getClientRects().length, each.getBoundingClientRect().top])"""


@pytest.mark.parametrize("width", [320, 640, 1024, 1280, 1440])
def test_what_is_typed_is_broken_within_no_group(page: Any, desk: Desk, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    asked(page)
    groups = page.evaluate(_LINES)
    assert "".join(text for text, _, _ in groups) == page.inner_text(".short").rpartition("/")[2]
    assert [lines for _, lines, _ in groups] == [1, 1, 1]
    if width > 320:
        assert len({top for _, _, top in groups}) == 1, "all of it on one line"


def too_large(folder: Path) -> Path:
    """What a good telephone takes."""
    photo = folder / "photo.png"
    photo.write_bytes(bytes(9 << 20))
    return photo


def test_a_photo_that_is_too_large_is_said_in_words(desk: Desk, tmp_path: Path) -> None:
    page = desk.page(lang="de")
    asked(page)
    page.set_input_files("#file", too_large(tmp_path))
    page.wait_for_selector("[data-read] [role=alert]")
    assert page.inner_text("[data-read] [role=alert]").startswith("Diese Datei ist größer")
    show(desk.window, page)  # what was asked stands as it did, and is waited for
    wait_for(page, "accepted")
    page.close()


def test_a_desk_that_is_cut_off_says_how_old_is_what_it_goes_by(desk: Desk) -> None:
    page = desk.page()
    asked(page)
    show(desk.window, page)
    wait_for(page, "accepted")
    banner = page.locator("p.evidence")
    assert "lacking" not in (banner.get_attribute("class") or "")
    unavailable(page, desk)
    assert "lacking" in (banner.get_attribute("class") or "").split()
    assert "✓" not in banner.inner_text()
    desk.window.clock.now_s += 2 * 3_600
    try:
        page.reload()
        said = banner.inner_text()
    finally:
        desk.window.clock.now_s -= 2 * 3_600
    assert "2 h" in said
    page.close()


def test_axe_finds_nothing_where_staff_log_in(desk: Desk) -> None:
    context = context_of(desk.browser, viewport={"width": 320, "height": 640})
    page = context.new_page()
    for lang in LANGUAGES:
        page.goto(f"{BASE}/pool/window?lang={lang}")
        assert page.get_attribute("html", "lang") == lang
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.fill("#name", "nobody")
    page.fill("#passphrase", "no such thing at all")
    page.fill("#code", "000000")
    page.keyboard.press("Enter")
    page.wait_for_selector("main [role=alert]")
    assert axe(page) == []
    page.fill("#name", "odile")
    page.click('.languages [lang="fr"]')  # also from the answer to a try
    page.wait_for_selector('html[lang="fr"]')
    assert page.input_value("#name") == "odile"
    context.close()


def test_the_verdict_fills_the_upper_third(page: Any, desk: Desk) -> None:
    accepted(page, desk)
    box = page.locator(".told").bounding_box()
    assert box["y"] < 80
    assert box["y"] + box["height"] >= 800 / 3
    word = page.locator(".told h1").evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
    assert word >= 60


# The keyboard alone.


def test_a_day_at_the_counter_by_keys_alone(page: Any, desk: Desk) -> None:
    asked(page, "2")
    assert "Over 18" in page.inner_text(".told")
    asked(page, "1")
    first = page.inner_text(".short")
    show(desk.window, page)
    wait_for(page, "accepted")
    assert "Charge 2.10 euros" in page.inner_text(".told")
    assert page.title().startswith("✓ ACCEPTED")
    assert page.evaluate("document.activeElement.id") == "told"  # so that it is read aloud
    page.keyboard.press("Enter")
    page.wait_for_selector("svg.qr")
    assert page.inner_text(".short") != first
    assert "Resident tariff" in page.inner_text(".told")
    page.keyboard.press("Escape")
    page.wait_for_selector("svg.qr", state="detached")
    page.keyboard.press("m")
    page.wait_for_selector("details[open]")
    page.keyboard.press("Escape")
    page.wait_for_selector("details[open]", state="detached")
    wait_for(page, "ready")


def test_what_could_not_be_checked_is_tried_again_by_a_key(page: Any, desk: Desk) -> None:
    unavailable(page, desk)
    first = page.inner_text(".short")
    page.keyboard.press("r")
    wait_for(page, "ready")
    assert page.inner_text(".short") != first
    show(desk.window, page)
    wait_for(page, "accepted")


def test_the_order_of_the_focus_is_the_order_of_the_page(page: Any, desk: Desk) -> None:
    accepted(page, desk)
    seen = []
    for _ in range(22):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "(e => [e.innerText.trim() || e.id || e.lang, e.getBoundingClientRect().top,"
                " getComputedStyle(e).outlineStyle])(document.activeElement)"
            )
        )
        if "Log out" in seen[-1][0]:
            break
    words = [each[0].split("\n")[0] for each in seen]
    assert words == [
        "Next person ⏎", "Clear all Esc", "Longer +", "1 Resident tariff", "2 Over 18",
        "shown", "file", "Read", "Without a proof m", "Keys: on", "Clears by itself: on",
        "Sound: off", "Log out",
    ]  # fmt: skip
    assert all(each[2] != "none" for each in seen)
    tops = [each[1] for each in seen]
    assert tops[0] < tops[3] < tops[5] < tops[9]


def test_keys_can_be_switched_off_and_stay_so(page: Any, desk: Desk) -> None:
    page.click('[data-setting="keys"]')
    page.reload()
    assert page.inner_text('[data-setting="keys"]') == "Keys: off"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("1")
    page.wait_for_timeout(300)
    assert page.query_selector("svg.qr") is None
    scan(page, filed(desk.window))  # a scanner is no key of a person's
    wait_for(page, "accepted")
    page.click('[data-setting="keys"]')
    assert page.inner_text('[data-setting="keys"]') == "Keys: on"


# A scanner, from any state.


@pytest.mark.parametrize("state", ["ready", "asking", "accepted", "refused", "by_hand"])
def test_a_scanner_is_read_from_any_state(page: Any, desk: Desk, state: str) -> None:
    STATES[state](page, desk)
    before = page.url
    if state == "refused":
        page.focus(".languages a")  # wherever the cursor is, and by real keys
        page.keyboard.type(filed(desk.window))
        page.keyboard.press("Enter")
    else:
        scan(page, filed(desk.window))
    page.wait_for_url(lambda url: url != before)
    wait_for(page, "accepted")


def test_what_is_pasted_or_chosen_is_read(page: Any, desk: Desk, tmp_path: Path) -> None:
    answer = filed(desk.window)
    page.evaluate(
        "text => { const data = new DataTransfer(); data.setData('text', text);"
        " document.body.dispatchEvent(new ClipboardEvent('paste',"
        " {clipboardData: data, bubbles: true})); }",
        answer,
    )
    wait_for(page, "accepted")
    page.keyboard.press("Escape")
    wait_for(page, "ready")
    (tmp_path / "answer.json").write_text(filed(desk.window))
    page.set_input_files("#file", tmp_path / "answer.json")
    wait_for(page, "accepted")


def test_a_photo_of_a_code_is_read(page: Any, desk: Desk) -> None:
    pytest.importorskip("zxingcpp", reason="the extra scan is not installed")
    asked(page)
    at = page.url
    drawn = io.BytesIO()
    segno.make(page.inner_text(".short")).save(drawn, kind="png", scale=6)
    page.goto(f"{BASE}/pool/window?lang=en")
    page.set_input_files(
        "#file", {"name": "photo.png", "mimeType": "image/png", "buffer": drawn.getvalue()}
    )
    page.wait_for_selector("svg.qr")
    assert page.url == at
    drawn = io.BytesIO()
    segno.make(filed(desk.window), error="l").save(drawn, kind="png", scale=4)
    page.set_input_files(
        "#file", {"name": "photo.png", "mimeType": "image/png", "buffer": drawn.getvalue()}
    )
    wait_for(page, "accepted")


# What goes by itself.


def test_a_green_page_clears_itself_and_one_key_gives_it_longer(page: Any, desk: Desk) -> None:
    page.clock.install()
    scan(page, filed(desk.window))
    page.clock.run_for(200)
    wait_for(page, "accepted")
    page.clock.run_for(5_000)
    assert page.inner_text(".clears span") == "Clears in 5 s"
    page.keyboard.press("+")
    page.clock.run_for(10_000)
    assert page.inner_text(".clears span") == "Clears in 55 s"
    page.clock.run_for(56_000)
    wait_for(page, "ready")
    assert "Verneuil" not in page.content()


def test_a_red_page_stays_and_so_does_a_green_one_that_is_told_to(page: Any, desk: Desk) -> None:
    page.clock.install()
    page.click('[data-setting="clears"]')
    for text in ("nothing", filed(desk.window)):
        scan(page, text)
        page.clock.run_for(200)
        page.wait_for_selector("body:not([aria-busy]) .told:not(.ready)")
        page.clock.run_for(60_000)
    wait_for(page, "accepted")
    assert page.inner_text(".clears span") == "Does not clear by itself"
    page.click('[data-setting="clears"]')


def test_a_sound_is_heard_by_who_wants_one(page: Any, desk: Desk) -> None:
    count = "window.tones = 0; const of = AudioContext.prototype.createOscillator;"
    count += "AudioContext.prototype.createOscillator = function () { window.tones += 1; return of.call(this); }; 0"
    page.evaluate(count)
    scan(page, filed(desk.window))
    wait_for(page, "accepted")
    assert page.evaluate("window.tones") == 0
    page.click('[data-setting="sound"]')
    page.keyboard.press("Escape")
    scan(page, "nothing")
    wait_for(page, "malformed")
    assert page.evaluate("window.tones") > 0
    page.click('[data-setting="sound"]')


# Without script, and with somebody else's.


def test_without_script_the_buttons_do_the_same(desk: Desk, tmp_path: Path) -> None:
    state = desk.context.storage_state()
    context = context_of(desk.browser, java_script_enabled=False, storage_state=state)
    context.set_default_timeout(8_000)
    page = context.new_page()
    page.goto(f"{BASE}/pool/window?lang=en")
    assert "Without script" in page.inner_text("noscript, .noscript")
    page.click("text=Resident tariff")
    page.wait_for_selector("svg.qr")
    show(desk.window, page)
    page.click("text=Has the answer come?")
    page.wait_for_selector(".told.accepted")
    page.click("text=Clear all")
    page.wait_for_selector(".told.ready")
    page.set_input_files("#file", too_large(tmp_path))
    page.click("[data-read] button")
    page.wait_for_selector("text=Take a screenshot instead of a photo")
    page.click("h1 a")
    page.wait_for_selector(".told.ready")
    assert page.locator("#file").evaluate("each => getComputedStyle(each).opacity") == "1"
    (tmp_path / "answer.json").write_text(filed(desk.window))
    page.set_input_files("#file", tmp_path / "answer.json")
    page.click("[data-read] button")
    page.wait_for_selector(".told.accepted")
    page.click("summary")
    page.click("text=Paper was shown")
    page.wait_for_selector(".told.passed")
    context.close()


def test_a_script_of_somebody_elses_does_not_run(desk: Desk) -> None:
    made = desk.page()
    told: list[str] = []
    made.on("console", lambda said: told.append(said.text))
    made.evaluate(
        "const each = document.createElement('script'); each.textContent = 'window.ran = 1';"
        " document.body.append(each); document.body.insertAdjacentHTML('beforeend',"
        ' \'<img src=x onerror="window.ran = 1"><b style="color:red">x</b>\');'
    )
    made.wait_for_timeout(100)
    assert made.evaluate("window.ran") is None
    assert any("Content Security Policy" in each for each in told)
    made.close()
