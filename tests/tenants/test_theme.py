"""An organizer's colours stay readable, and their CSS stays harmless."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from tenants.custom_css import sanitize_css
from tenants.theme import DARK, DEFAULT_PRIMARY, FONTS, LIGHT, Accent, Grounds, derive_accent, theme_css, theme_hash
from ticketing.core.colour import contrast, parse_hex, to_hex, to_oklch, to_rgb

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
EXTREMES = [
    "#000000",
    "#ffffff",
    "#ffff00",
    "#00ff00",
    "#0000ff",
    "#ff0000",
    "#808080",
    "#777777",
    "#fefefe",
    "#010101",
]


def assert_readable(accent: Accent, grounds: Grounds) -> None:
    assert contrast(accent.on_fill, accent.fill) >= 4.5
    assert contrast(accent.on_fill, accent.hover) >= 4.5
    assert contrast(accent.edge, grounds.surface) >= 3
    for ground in (grounds.page, grounds.surface, grounds.sunken, accent.tint):
        assert contrast(accent.text, ground) >= 4.5


@given(COLOURS)
def test_any_colour_is_readable_in_both_themes(colour):
    for grounds in (LIGHT, DARK):
        assert_readable(derive_accent(parse_hex(colour), grounds), grounds)


@pytest.mark.parametrize("colour", EXTREMES)
def test_extreme_colours_are_readable_in_both_themes(colour):
    for grounds in (LIGHT, DARK):
        assert_readable(derive_accent(parse_hex(colour), grounds), grounds)


@given(COLOURS)
def test_a_colour_survives_the_way_through_oklch(colour):
    rgb = parse_hex(colour)

    there_and_back = to_rgb(to_oklch(rgb))

    assert max(abs(a - b) for a, b in zip(rgb, there_and_back, strict=True)) < 0.01


def test_a_readable_colour_is_kept_as_the_organizer_chose_it():
    css = theme_css("#0b6e6e", "#f2b134", "Lora", "")

    assert "--accent: light-dark(#0b6e6e, #0b6e6e);" in css
    assert "--second: #f2b134;" in css
    assert '--font: "Lora", "Figtree", system-ui, serif;' in css


def test_what_is_no_colour_gives_foyers_own():
    assert theme_css("red; } body { display: none", "url(x)", "Comic Sans", "") == theme_css(
        DEFAULT_PRIMARY, "#c98a2b", "Figtree", ""
    )


def test_the_hash_follows_the_content():
    assert theme_hash("#0b6e6e", "", "", "") == theme_hash("#0b6e6e", "", "", "@import 'x';")
    assert theme_hash("#0b6e6e", "", "", "") != theme_hash("#0b6e6f", "", "", "")
    assert re.fullmatch(r"[0-9a-f]{16}", theme_hash("#0b6e6e", "", "", ""))


def test_contrast_matches_the_figures_of_wcag():
    assert contrast(parse_hex("#000"), parse_hex("#fff")) == pytest.approx(21)
    assert contrast(parse_hex("#777777"), parse_hex("#ffffff")) == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize(
    "hostile",
    [
        "@import url(https://evil.example/x.css);",
        '@font-face { font-family: x; src: url("https://evil.example/x.woff2"); }',
        ".button { background: url(https://evil.example/beacon); }",
        ".button { background: url('javascript:alert(1)'); }",
        ".button { background-image: image-set('https://evil.example/a.png' 1x); }",
        ".button { background-image: -webkit-image-set(url(x) 1x); }",
        ".button { width: expression(alert(1)); color: expression(alert(1)); }",
        ".button { position: fixed; inset: 0; z-index: 99; }",
        ".button { position: sticky; }",
        ".price { display: none; visibility: hidden; opacity: 0; }",
        ".button::before { content: 'Free'; }",
        ".x { -moz-binding: url(evil.xml#x); behavior: url(evil.htc); }",
        "</style><script>alert(1)</script>",
        r".a { font-family: '\3c/style\3e'; }",
        r".a { background: u\72l(https://evil.example/x); }",
        "@media screen { @import 'x'; .a { position: fixed } }",
        "@media screen { @media print { .a { color: red } } }",
        "@supports (color: red) { .a { color: red } }",
        "@keyframes x { from { color: red } }",
        "@namespace svg url(http://www.w3.org/2000/svg);",
        "@layer utilities { .a { color: red } }",
        'input[value^="a"] { color: red; }',
        ".a { --accent: url(x); }",
        "> .a { color: red }",
        ".a, [href] { color: red }",
        ".a {",
        "/* only a comment */",
        "",
    ],
)
def test_hostile_css_leaves_nothing(hostile):
    assert sanitize_css(hostile, scope=".tenant") == ""


def test_harmless_css_is_kept_below_the_scope():
    css = sanitize_css(
        "h1, .card h2 { color: #123456; text-transform: uppercase; position: fixed } body { font-size: 110% }",
        scope=".tenant",
    )

    assert css == (
        ".tenant h1, .tenant .card h2 {\n  color: #123456;\n  text-transform: uppercase;\n}\n"
        ".tenant {\n  font-size: 110%;\n}\n"
    )


def test_media_queries_are_kept():
    css = sanitize_css("@media (min-width: 40rem) { .card { border-radius: 0 !important } }", scope=".tenant")

    assert css == "@media (min-width: 40rem) {\n.tenant .card {\n  border-radius: 0;\n}\n}\n"


def test_a_closing_brace_cannot_leave_the_layer():
    css = theme_css("#0b6e6e", "", "", "} } body { position: fixed } .a { color: red } }")

    assert css.count("{") == css.count("}")
    assert "position" not in css


def test_a_flood_of_css_is_cut():
    assert len(sanitize_css(".a{color:red}" * 10_000, scope=".tenant")) < 100_000


def test_the_stylesheet_stands_on_the_same_grounds_and_accent():
    tokens = Path(settings.BASE_DIR, "static/foyer.css").read_text()
    accents = derive_accent(parse_hex(DEFAULT_PRIMARY), LIGHT), derive_accent(parse_hex(DEFAULT_PRIMARY), DARK)

    for name, light, dark in [
        ("bg", LIGHT.page, DARK.page),
        ("surface", LIGHT.surface, DARK.surface),
        ("sunken", LIGHT.sunken, DARK.sunken),
        ("accent", accents[0].fill, accents[1].fill),
        ("accent-text", accents[0].text, accents[1].text),
        ("accent-tint", accents[0].tint, accents[1].tint),
    ]:
        assert f"--{name}: light-dark({to_hex(light)}, {to_hex(dark)});" in tokens


@pytest.mark.parametrize("name", ["ink", "ink-quiet", "good", "warn", "bad", "info"])
def test_the_stylesheets_words_are_readable_on_every_ground(name):
    tokens = Path(settings.BASE_DIR, "static/foyer.css").read_text()
    words = token(tokens, name)
    own_tint = token(tokens, f"{name}-tint") if f"--{name}-tint:" in tokens else None

    for theme, grounds in enumerate((LIGHT, DARK)):
        for ground in (grounds.page, grounds.surface, grounds.sunken):
            assert contrast(words[theme], ground) >= 4.5
        if own_tint:
            assert contrast(words[theme], own_tint[theme]) >= 4.5


def test_every_font_on_offer_is_declared_and_shipped():
    css = Path(settings.BASE_DIR, "static/foyer.css").read_text()

    for name in FONTS:
        assert f'font-family: "{name}"' in css
    for file in re.findall(r'url\("(fonts/[^"]+)"\)', css):
        assert Path(settings.BASE_DIR, "static", file).exists()


def token(css: str, name: str) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    found = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\);", css)
    assert found is not None
    return parse_hex(found[1]), parse_hex(found[2])
