"""The language catalogs: in step with the source, complete where a language is promised, and faithful to its marks.

German is complete. Arabic is promised to buyers: their pages, mails and PDF.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
LANGUAGES = ["de", "ar"]
BUYERS_TEMPLATES = ("layouts", "components", "errors", "events", "orders", "account", "allauth", "mail", "mfa", "pdf")
BUYERS_MODULES = ("events", "orders", "reservations", "ticketing")
# What the organizer's console says, in whichever app it lies; and of visits, what the door does.
NOT_FOR_BUYERS = ("office", "console")
NOT_FOR_VISITORS = ("sheets", "door", "/api/", "templatetags")
NUMBERS_NAMED = {"de": [{1}, set()], "ar": [{0}, {1}, {2}, set(), set(), set()]}
"""Which number each plural form stands for alone: it may be said in words there."""


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """All texts of the tracked source as they are now, with the files they stand in."""
    folder = tmp_path_factory.mktemp("source")
    (folder / "locale").mkdir()
    listed = ["git", "ls-files", "*.py", "*.html", "*.txt", ":!tests", ":!bench"]
    for name in subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines():
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            copyfile(ROOT / name, folder / name)
    collect = [sys.executable, "-m", "django", "makemessages", "--locale", "de", "--add-location=file"]
    collected = subprocess.run(collect, cwd=folder, env=_without_settings(), capture_output=True, text=True)
    assert collected.returncode == 0, collected.stderr
    return _read(folder / "locale" / "de" / "LC_MESSAGES" / "django.po", "de")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalog_has_the_texts_of_the_source(extracted: Catalog, language: str) -> None:
    wanted, there = set(_by_key(extracted)), set(_by_key(_catalog(language)))

    assert {"new": wanted - there, "gone": there - wanted} == {"new": set(), "gone": set()}, "Run `make messages`."


def test_german_is_complete() -> None:
    assert [message.id for message in _texts(_catalog("de")) if not _is_translated(message)] == []


def test_arabic_is_complete_where_buyers_read(extracted: Catalog) -> None:
    arabic = _by_key(_catalog("ar"))

    for_buyers = [message for message in _texts(extracted) if _is_for_buyers(message)]
    missing = [message.id for message in for_buyers if not _is_translated(arabic[_key(message)])]

    assert len(for_buyers) > 400
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_as_a_guess(language: str) -> None:
    assert [message.id for message in _texts(_catalog(language)) if message.fuzzy] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    assert [message.id for message in _texts(_catalog(language)) if not _keeps_placeholders(message, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_markup_and_the_ends_of_lines(language: str) -> None:
    changed = [
        message.id
        for message in _texts(_catalog(language))
        for text in _strings(message)
        if text and (_markup(text) != _markup(_first(message.id)) or not _ends_alike(text, _first(message.id)))
    ]

    assert changed == []


def _is_for_buyers(message: Message) -> bool:
    return any(_is_read_by_buyers(name, _first(message.id)) for name, _line in message.locations)


def _is_read_by_buyers(name: str, text: str) -> bool:
    """Whether a text in this file reaches buyers; names of models and fields do not, and start with a small letter."""
    folder, *rest = Path(name).parts
    if any(word in name for word in NOT_FOR_BUYERS):
        return False
    if folder == "templates":
        return len(rest) == 1 or rest[0] in BUYERS_TEMPLATES or rest[:2] == ["reservations", "visit"]
    if name == "tenants/errors.py":
        return True
    if folder not in BUYERS_MODULES or "admin" in name or "styleguide" in name:
        return False
    if folder == "reservations" and any(word in name for word in NOT_FOR_VISITORS):
        return False
    return "models" not in rest or text[0].isupper()


def _is_translated(message: Message) -> bool:
    return all(_strings(message)) and not message.fuzzy


def _keeps_placeholders(message: Message, language: str) -> bool:
    if isinstance(message.id, str):
        return not message.string or _placeholders(message.string) == _placeholders(message.id)
    wanted = _placeholders(message.id[1])
    forms = zip(_strings(message), NUMBERS_NAMED[language], strict=True)
    return all(
        not text or _placeholders(text) == wanted or (numbers and _placeholders(text) < wanted)
        for text, numbers in forms
    )


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[sd]|%%|\{\w*\}", text))


def _markup(text: str) -> list[str]:
    return sorted(re.findall(r"<[^>]+>", text))


def _ends_alike(text: str, other: str) -> bool:
    return text.startswith("\n") == other.startswith("\n") and text.endswith("\n") == other.endswith("\n")


def _catalog(language: str) -> Catalog:
    return _read(ROOT / "locale" / language / "LC_MESSAGES" / "django.po", language)


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as lines:
        return read_po(lines, locale=language)


def _texts(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _by_key(catalog: Catalog) -> dict[tuple[str | None, str], Message]:
    return {_key(message): message for message in _texts(catalog)}


def _key(message: Message) -> tuple[str | None, str]:
    return message.context, _first(message.id)


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _without_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
