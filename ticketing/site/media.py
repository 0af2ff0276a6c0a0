"""Pictures that organizers uploaded, served from our own disk; with another storage their addresses lie elsewhere."""

from pathlib import PurePosixPath

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

# What we write ourselves. Anything else in the folder is nobody's business, and nothing a browser may run.
PICTURES = {
    ".webp": "image/webp",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
}


@require_safe
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """`/media/…`: a picture under its random name, which never changes. Raises Http404 for all that is no picture."""
    kind = PICTURES.get(PurePosixPath(path).suffix.lower())
    if kind is None:
        raise Http404("not a picture")
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response.headers["Content-Type"] = kind
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
