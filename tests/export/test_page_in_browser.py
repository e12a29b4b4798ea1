"""The page in a real browser: its links, what it loads, how it prints and looks in the dark."""

import base64
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import example
import pytest
from lacking import lacking
from pypdf import PdfReader
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from slmsum.conversation import Conversation, Turn, build
from slmsum.export.html import render
from slmsum.minutes import Minutes, Sentence

pytestmark = pytest.mark.slow

BROWSER, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update --window-size=1000,1200"
)
# What is on the screen of a viewport, from the top.
VISIBLE = """
const box = arguments[0].getBoundingClientRect();
return box.top >= 0 && box.bottom <= window.innerHeight;
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    if not (BROWSER.exists() and DRIVER.exists()):
        lacking("Chromium and its driver")
    options = webdriver.ChromeOptions()
    options.binary_location = str(BROWSER)
    for flag in FLAGS.split():
        options.add_argument(flag)
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('chromium')}")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    yield driver
    driver.quit()


@pytest.fixture
def page(browser: webdriver.Chrome, tmp_path: Path) -> webdriver.Chrome:
    """The page of long minutes, opened from a file."""
    browser.get_log("performance")
    browser.get_log("browser")
    path = tmp_path / "minutes.html"
    path.write_text(render(example.minutes(), long_talk()), encoding="utf-8")
    browser.get(path.as_uri())
    return browser


def long_talk() -> Conversation:
    words = [*(turn.text for turn in example.conversation().turns), "דנה: מה שלומך?"]
    turns = (Turn(i, None, words[i % len(words)], start=float(i)) for i in range(90))
    return build(turns, format="test", source="test")


def colour(page: webdriver.Chrome, selector: str, name: str) -> tuple[int, ...]:
    value = page.find_element(By.CSS_SELECTOR, selector).value_of_css_property(name)
    return tuple(int(part) for part in re.findall(r"\d+", value)[:3])


def test_a_link_jumps_to_its_turn(page: webdriver.Chrome) -> None:
    link = page.find_element(By.CSS_SELECTOR, "li.doubt .evidence a")
    assert link.text == "#4"
    turn = page.find_element(By.ID, "t4")
    page.execute_script("document.documentElement.style.scrollBehavior = 'auto'")
    assert not page.execute_script(VISIBLE, turn)
    plain = colour(page, "#t4", "background-color")
    link.click()
    assert page.current_url.endswith("#t4")
    assert page.execute_script(VISIBLE, turn)
    assert colour(page, "#t4", "background-color") != plain
    assert "Great, 40 people then." in turn.text


def test_nothing_but_the_file_is_loaded(page: webdriver.Chrome) -> None:
    events = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    urls = [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]
    assert urls == [page.current_url]
    assert page.get_log("browser") == []


def test_the_policy_stops_what_would_be_loaded_or_run(page: webdriver.Chrome) -> None:
    page.execute_script(
        "const image = new Image(); image.src = 'file:///x.png'; document.body.append(image);"
        "const run = document.createElement('script'); run.textContent = 'window.ran = 1';"
        "document.body.append(run);"
    )
    assert page.execute_script("return window.ran === undefined")
    refused = " ".join(entry["message"] for entry in page.get_log("browser"))
    assert "img-src" in refused
    assert "Content Security Policy" in refused


def printed(page: webdriver.Chrome) -> PdfReader:
    made: dict[str, Any] = page.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    return PdfReader(io.BytesIO(base64.b64decode(made["data"])))


def test_it_prints_on_a4(page: webdriver.Chrome) -> None:
    document = printed(page)
    for sheet in document.pages:
        width, height = (float(side) for side in sheet.mediabox[2:])
        assert (width, height) == pytest.approx((595.3, 841.9), abs=1)
    assert 3 <= len(document.pages) <= 5
    text = " ".join(" ".join(sheet.extract_text() for sheet in document.pages).split())
    assert "Ben books the hall for Saturday." in text
    assert "#90" in text
    assert "16 J estimated" in text


@pytest.mark.parametrize("width", [320, 1000])
def test_no_word_is_cut_off(browser: webdriver.Chrome, tmp_path: Path, width: int) -> None:
    """A word without spaces wraps within the page, on paper and on a small screen."""
    long = Minutes("Hall", (Sentence("Donaudampfer" * 40, (0,), 1.0),))
    path = tmp_path / "long.html"
    path.write_text(render(long, long_talk()), encoding="utf-8")
    browser.set_window_size(width, 900)
    browser.get(path.as_uri())
    wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert browser.execute_script(wide) <= 0
    text = "".join(sheet.extract_text() for sheet in printed(browser).pages)
    assert "".join(text.split()).count("Donaudampfer") == 40


def test_the_dark_is_dark_and_can_be_read(page: webdriver.Chrome) -> None:
    light = {"features": [{"name": "prefers-color-scheme", "value": "light"}]}
    dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    for media, is_dark in ((light, False), (dark, True)):
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        for selector in ("body", "li.doubt", ".note"):
            ink = luminance(colour(page, selector, "color"))
            paper = luminance(colour(page, selector, "background-color"))
            assert (ink > paper) is is_dark
            # The contrast that WCAG 2.2 (1.4.3) asks of text.
            assert (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05) >= 4.5


def luminance(rgb: tuple[int, ...]) -> float:
    """Relative luminance, 0 to 1, as WCAG 2.2 defines it."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in rgb)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_hebrew_runs_from_right_to_left(page: webdriver.Chrome) -> None:
    runs = "return arguments[0].matches(':dir(rtl)')"
    hebrew = page.find_element(By.CSS_SELECTOR, "#t9 p")
    assert "מה שלומך" in hebrew.text
    assert page.execute_script(runs, hebrew)
    assert not page.execute_script(runs, page.find_element(By.CSS_SELECTOR, "#t8 p"))
