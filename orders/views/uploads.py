"""Files that buyers gave as answers: for whoever has the order's link, and for members who may read orders."""

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from orders import access
from orders.answers import files_in
from orders.models import Order
from tenants.access import MemberRequest, member_required


@never_cache
@require_safe
def answer_file(request: HttpRequest, token: str, name: str) -> FileResponse:
    """A file of the order whose link this is."""
    return _answer(access.order_by_token(token), name)


@never_cache
@require_safe
@member_required("orders.read")
def answer_file_for_members(request: MemberRequest, number: str, name: str) -> FileResponse:
    """A file of one of the member's tenant's orders."""
    order = Order.objects.filter(tenant=request.member.tenant, order_number=number).first()
    if order is None:
        raise Http404
    return _answer(order, name)


def _answer(order: Order, name: str) -> FileResponse:
    """The file if it is among the order's answers. It is always saved, never shown: a PDF can hold anything."""
    given = [order.answers, *order.tickets.values_list("attendee__answers", flat=True)]
    for answer in (found for answers in given for found in files_in(answers or {})):
        stored = str(answer["file"])
        if stored.rpartition("/")[2] == name and storages["private"].exists(stored):
            content = storages["private"].open(stored)
            response = FileResponse(content, as_attachment=True, filename=answer["name"], content_type=answer["type"])
            response.headers["X-Content-Type-Options"] = "nosniff"
            return response
    raise Http404
