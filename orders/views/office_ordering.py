"""Putting rows in order: by a button for one step up or down, or all at once where a script lets them be dragged."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse

MOST_ROWS = 1_000


def wanted_order(request: HttpRequest, present: Sequence[UUID]) -> list[UUID]:
    """The order that was asked for, of rows that stand in the order `present`; what is no row of them is left out."""
    named = [pk for text in request.POST.getlist("order")[:MOST_ROWS] if (pk := _uuid(text)) in present]
    if named:
        return [pk for pk in named if pk is not None]
    wanted = list(present)
    for name, step in (("up", -1), ("down", 1)):
        moved = _uuid(request.POST.get(name, ""))
        if moved in wanted:
            place = wanted.index(moved)
            other = min(max(place + step, 0), len(wanted) - 1)
            wanted[place], wanted[other] = wanted[other], wanted[place]
    return wanted


def answer_order(request: HttpRequest, otherwise: HttpResponse) -> HttpResponse:
    """Nothing for the script, which has moved the rows already; for everybody else the list again."""
    return HttpResponse(status=204) if request.headers.get("X-Order") else otherwise


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
