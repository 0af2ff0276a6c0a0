"""Every event without a picture has a poster worth looking at, whatever its title says."""

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from events.poster import lettering, poster_png, poster_svg
from events.poster.layout import compose
from ticketing.core.colour import contrast

SVG = "{http://www.w3.org/2000/svg}"
DETAILS = ("Saturday, 12 December 2026", "Great Hall, Berlin")
TITLES = [
    "Gala",
    "A very long evening of chamber music, conversation, food and an unreasonably long title",
    "Donaudampfschifffahrtsgesellschaftskapitänsjubiläum",
    "夏祭りの夜と花火と太鼓の祭典",
    "أمسية موسيقية في دار الأوبرا",
    "Łódź — “Film & Jazz”",
    "W" * 400,
    "",
]


@pytest.mark.parametrize("title", TITLES)
def test_the_words_stay_on_the_poster_and_are_readable(title):
    poster = compose(title, DETAILS, ("#972334", "#c98a2b"), "seed", size=(1200, 750), foot=655)

    assert contrast(poster.palette.words, poster.palette.ground) >= 4.5
    assert poster.horizon > 200
    assert all(poster.horizon < line.baseline <= 655 for line in poster.lines)
    assert all(0 < line.x < 1200 for line in poster.lines)


@pytest.mark.parametrize("title", TITLES)
def test_any_title_gives_a_well_formed_picture(title):
    root = ElementTree.fromstring(poster_svg(title, *DETAILS, "#972334", "#c98a2b", "seed"))

    assert root.get("viewBox") == "0 0 1200 750"
    assert len(root.findall(f".//{SVG}polygon") + root.findall(f".//{SVG}circle")) > 3


def test_the_same_event_has_the_same_poster_and_another_one_its_own():
    first = poster_svg("Gala", *DETAILS, "#972334", "#c98a2b", "event-1")

    assert poster_svg("Gala", *DETAILS, "#972334", "#c98a2b", "event-1") == first
    assert poster_svg("Gala", *DETAILS, "#972334", "#c98a2b", "event-2") != first


def test_markup_in_a_title_stays_words():
    svg = poster_svg('日本 </text><script>alert("1")</script>', *DETAILS, "#972334", '"/><script>', "seed")

    root = ElementTree.fromstring(svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "g", "path", "polygon", "circle", "text",
    }  # fmt: skip
    assert not re.search(r"href|url\(|<script", svg)


@settings(max_examples=40)
@given(title=st.text(max_size=200), primary=st.integers(0, 0xFFFFFF), seed=st.text(max_size=8))
def test_any_text_and_colour_gives_a_readable_poster(title, primary, seed):
    colour = f"#{primary:06x}"

    ElementTree.fromstring(poster_svg(title, "", "", colour, "", seed))
    poster = compose(title, ("", ""), (colour, ""), seed, size=(1200, 750), foot=655)

    assert contrast(poster.palette.words, poster.palette.ground) >= 4.5


def test_the_preview_picture_has_the_size_that_previews_ask_for():
    picture = Image.open(BytesIO(poster_png("Gala", *DETAILS, "#972334", "#c98a2b", "seed")))

    assert picture.size == (1200, 630)
    assert len(picture.convert("RGB").getcolors(1_000_000) or []) > 10


def test_posters_are_drawn_by_many_threads_at_once():
    lettering._font.cache_clear()
    lettering._glyphs.cache_clear()
    words = [f"Évening {number} of Łódź & Wörth" for number in range(24)]

    with ThreadPoolExecutor(8) as threads:
        drawn = list(threads.map(lambda title: poster_svg(title, *DETAILS, "#972334", "#c98a2b", "seed"), words))

    assert drawn == [poster_svg(title, *DETAILS, "#972334", "#c98a2b", "seed") for title in words]
