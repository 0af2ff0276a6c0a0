"""Reads the form encoding with nested brackets that Stripe's libraries send: `line_items[0][quantity]=2`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from ticketing.demo.stripe.errors import ApiError, missing

Params = dict[str, Any]
_PART = re.compile(r"\[([^\]]*)\]")


def parse(encoded: str) -> Params:
    """Decode one body or query string into nested dictionaries and lists."""
    tree: Params = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        head, bracket, rest = name.partition("[")
        path = [head, *_PART.findall(bracket + rest)]
        _place(tree, path, value)
    return {key: _listed(value) for key, value in tree.items()}


def _place(tree: Params, path: list[str], value: str) -> None:
    for part in path[:-1]:
        tree = tree.setdefault(part or str(len(tree)), {})
        if not isinstance(tree, dict):
            raise ApiError(f"Invalid object: {path[0]}", param=path[0])
    tree[path[-1] or str(len(tree))] = value


def _listed(value: Any) -> Any:
    """Turn {"0": …, "1": …} into a list, at every depth."""
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        return [_listed(value[key]) for key in sorted(value, key=int)]
    return {key: _listed(inner) for key, inner in value.items()}


def only(params: Params, known: Iterable[str]) -> None:
    """Refuse parameters that the endpoint does not know, as Stripe does."""
    for name in params.keys() - {"expand", *known}:
        raise ApiError(f"Received unknown parameter: {name}", code="parameter_unknown", param=name)


def get(params: Params, path: str) -> Any:
    """The value at a dotted path, or None."""
    value: Any = params
    for part in path.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _name(path: str) -> str:
    head, *rest = path.split(".")
    return head + "".join(f"[{part}]" for part in rest)


def text(params: Params, path: str, default: str | None = None) -> str:
    """A string; without a default it must be there."""
    value = get(params, path)
    if value is None or value == "":
        if default is None:
            raise missing(_name(path))
        return default
    if not isinstance(value, str):
        raise ApiError(f"Invalid string: {value}", param=_name(path))
    return value


def integer(params: Params, path: str, default: int | None = None) -> int:
    """A whole number; without a default it must be there."""
    value = get(params, path)
    if value is None and default is not None:
        return default
    if value is None:
        raise missing(_name(path))
    try:
        return int(value)
    except (TypeError, ValueError):
        raise ApiError(f"Invalid integer: {value}", code="parameter_invalid_integer", param=_name(path)) from None


def flag(params: Params, path: str) -> bool:
    """A boolean as Stripe's libraries write it; absent is false."""
    return bool(get(params, path) == "true")


def pairs(params: Params, path: str) -> dict[str, str]:
    """A flat object of strings, such as metadata; absent is empty."""
    value = get(params, path) or {}
    if not isinstance(value, dict):
        raise ApiError("Invalid object", param=_name(path))
    return {key: str(inner) for key, inner in value.items() if inner != ""}
