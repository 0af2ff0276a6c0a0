from django.template import engines
from django.utils import translation


def shown(text: str) -> str:
    return engines["django"].from_string("{{ text|isolated }}").render({"text": text})


def test_each_line_of_a_foreign_text_keeps_its_direction_between_arabic():
    with translation.override("ar"):
        lines = shown("Mill Lane 1\n\n14195 Berlin")

    assert lines == "\u2068Mill Lane 1\u2069\n\n\u206814195 Berlin\u2069"


def test_a_text_is_left_alone_where_pages_run_from_left_to_right():
    with translation.override("de"):
        assert shown("Mill Lane 1\n14195 Berlin") == "Mill Lane 1\n14195 Berlin"
