"""Organizers' Markdown is shown, and harms nobody."""

import re

import pytest

from events.markdown import to_html, to_text

_LINK_ONLY = [
    f' href="https://a"{title} rel="nofollow ugc noopener noreferrer"'
    for title in ("", ' title="onmouseover=alert(1)"')
]


def test_the_usual_marks_work_and_headings_stay_below_the_pages_own():
    html = to_html("# Doors\n\nOpen at **seven**.\n\n- bar\n- stage\n\n|a|b|\n|-|-|\n|1|2|")

    for piece in ("<h2>Doors</h2>", "<strong>seven</strong>", "<li>bar</li>", "<td>1</td>"):
        assert piece in html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>)",
        "![x](https://tracker.example/p.png)",
        '<a href="https://a" style="position:fixed">x</a>',
        "<iframe src=//a></iframe>",
        '[x](https://a "onmouseover=alert(1)")',
    ],
)
def test_nothing_that_runs_loads_or_covers_the_page_comes_through(source):
    html = to_html(source)

    tags = re.findall(r"<(\w+)([^>]*)>", html)
    assert {name for name, _attributes in tags} <= {"p", "a"}
    assert all(attributes in ("", *_LINK_ONLY) for _name, attributes in tags)


def test_links_are_kept_and_lend_no_weight():
    assert 'href="https://a.example" rel="nofollow ugc noopener noreferrer"' in to_html("[a](https://a.example)")


def test_words_alone_are_cut_at_a_word():
    assert to_text("# Hello\n\n**big** & *small* <b>world</b>") == "Hello big & small <b>world</b>"
    assert to_text("word " * 100, 22) == "word word word word…"
