"""Template filters of reports."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def file_of(address: str, key: str) -> str:
    """The address of one table's file, from the one of all tables."""
    return address.replace("/table.csv", f"/{key}.csv")


@register.filter
def get(found: Mapping[str, Any], key: str) -> Any:
    """What stands under a name that no template can write."""
    return found.get(key)
