"""Building blocks of database constraints that several apps need."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Upper


def one_of(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """The field holds one of the declared words and no other."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


def in_order(first: str, second: str, name: str, *, strictly: bool = True) -> models.CheckConstraint:
    """`second` comes after `first` (or with it, unless strictly); an open end is in order."""
    comparison = "gt" if strictly else "gte"
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True})
        | Q(**{f"{second}__isnull": True})
        | Q(**{f"{second}__{comparison}": F(first)}),
        name=name,
    )


def lower_case(field: str, name: str) -> models.CheckConstraint:
    """The field is stored in lower case, so that comparing it needs no function."""
    return models.CheckConstraint(condition=Q(**{field: Lower(field)}), name=name)


def upper_case(field: str, name: str) -> models.CheckConstraint:
    """The field is stored in upper case."""
    return models.CheckConstraint(condition=Q(**{field: Upper(field)}), name=name)


def at_least(field: str, least: int, name: str) -> models.CheckConstraint:
    """The number is not below `least`; null passes."""
    return models.CheckConstraint(condition=Q(**{f"{field}__gte": least}), name=name)
