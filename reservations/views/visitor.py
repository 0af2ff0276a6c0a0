"""A visitor's pages."""

from django.http import HttpRequest, HttpResponse


def visit(request: HttpRequest, code: str) -> HttpResponse:
    """A ticket's visit."""
    return HttpResponse(code)
