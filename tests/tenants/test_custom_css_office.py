"""Whoever writes CSS is told, line by line, what cannot stay and why."""

import pytest

from tenants.custom_css import sanitize_css
from tenants.custom_css_office import complaints

FINE = """
body { background: #fff; color: rgb(10 20 30) }
.card:hover, h1 { border-bottom: 1px solid red; padding-block-start: 2rem; text-decoration-thickness: 2px }
@media (min-width: 40rem) { .card { border-radius: 0 } }
"""


def test_what_may_stay_is_not_complained_of_and_stays_as_a_whole():
    assert complaints(FINE) == []
    kept = sanitize_css(FINE, scope=".tenant")
    for name in ("background", "border-bottom", "padding-block-start", "text-decoration-thickness", "border-radius"):
        assert f"{name}:" in kept


@pytest.mark.parametrize(
    ("css", "line", "words"),
    [
        ("h1 { color: red }\n\n@import 'x.css';", 3, "“@import” is not allowed"),
        ("h1 {\n  background: url(https://example.org/x.png)\n}", 2, "nothing may be fetched"),
        ("h1 { background: url('x') }", 1, "nothing may be fetched"),
        ("@font-face { font-family: x; src: url(x) }", 1, "“@font-face” is not allowed"),
        ("\nh1 { position: fixed }", 2, "“position” is not allowed"),
        ("h1 { width: expression(alert(1)) }", 1, "“width” is not allowed"),
        ("h1 { color: expression(1) }", 1, "This value of “color” is not allowed"),
        ("[href] { color: red }", 1, "The selector “[href]” is not allowed"),
        ("@media print { @media screen { h1 { color: red } } }", 1, "“@media” is not allowed"),
        ("@media { h1 { color: red }\n.a { display: none } }", 2, "“display” is not allowed"),
        ("h1 { color red }", 1, "cannot be understood"),
        ("h1", 1, "cannot be understood"),
        ("</style><script>", 1, "cannot be understood"),
        ("\n" * 3 + "x" * 20_001, 4, "longer than 20000 characters"),
    ],
)
def test_what_may_not_stay_is_named_with_its_line(css, line, words):
    found = complaints(css)

    assert found, css
    assert found[0].line == line
    assert words in found[0].text


def test_a_flood_of_mistakes_is_told_in_parts():
    assert len(complaints("a { position: fixed }\n" * 500)) == 20
