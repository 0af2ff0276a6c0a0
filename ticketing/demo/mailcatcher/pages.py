"""The pages, as HTML. Everything from a message is escaped here; its own HTML goes only into the frame (`framed`)."""

import base64
import re
from html import escape
from pathlib import Path

from ticketing.demo.mailcatcher.store import Message, Part


def inbox(messages: list[Message], search: str) -> str:
    """The list of messages, newest first."""
    rows = "".join(_row(message) for message in messages)
    if rows:
        listing = f'<ol class="messages">{rows}</ol>'
    elif search:
        listing = '<p class="empty">No mail matches. <a href="/">Show all mail</a></p>'
    else:
        listing = '<p class="empty">No mail yet. What Foyer sends will be kept here; nothing leaves this machine.</p>'
    clear = '<form method="post" action="/clear"><button>Delete all</button></form>' if messages else ""
    return _page(
        "Mail",
        f"""<header><h1>Mail</h1>
<form role="search" action="/"><label for="q">Search</label>
<input id="q" name="q" type="search" value="{escape(search)}" placeholder="Address or subject">
<button>Search</button></form>
<a class="button" href="/">Check for new mail</a>{clear}</header>
<main>{listing}</main>""",
    )


def message(found: Message, view: str) -> str:
    """One message with its headers, its attachments and its body."""
    html, plain = found.body("html"), found.body("plain")
    view = view if view in ("html", "text") else ("html" if html is not None else "text")
    subject = found.header("Subject") or "(no subject)"
    tabs = _tabs(found, view, has_html=html is not None, has_text=plain is not None)
    if view == "html" and html is not None:
        body = (
            f'<iframe title="The message" src="/messages/{found.key}/html"'
            ' sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
        )
    else:
        body = f'<pre dir="auto">{_linked(plain or "")}</pre>'
    return _page(
        subject,
        f"""<header><a href="/">← All mail</a><h1 dir="auto">{escape(subject)}</h1></header>
<main><dl>{_field("From", found.header("From"))}{_field("To", found.recipients)}
<dt>Received</dt><dd><time datetime="{found.received_at.isoformat()}">{_moment(found)}</time></dd></dl>
{_attachments(found)}{tabs}{body}</main>""",
    )


def framed(found: Message) -> str:
    """The message's own HTML, with its pictures inside and its links opening elsewhere."""
    html = found.body("html") or ""
    for part in found.parts:
        if part.content_id:
            data = f"data:{part.media_type};base64,{base64.b64encode(part.content).decode()}"
            html = html.replace(f"cid:{part.content_id}", data)
    return f'<base target="_blank">{html}'


def not_found() -> str:
    """What an unknown address answers."""
    return _page("Not found", '<main><h1>There is no such mail</h1><p><a href="/">Show all mail</a></p></main>')


def style() -> bytes:
    """The style sheet."""
    return Path(__file__).with_name("style.css").read_bytes()


def _page(title: str, content: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} · Foyer demo mail</title><link rel="stylesheet" href="/style.css"></head>'
        f"<body>{content}</body></html>"
    )


def _row(found: Message) -> str:
    clip = f"<span>{len(found.attachments)} attached</span>" if found.attachments else ""
    return (
        f'<li><a href="/messages/{found.key}/"><strong dir="auto">{escape(found.header("Subject") or "(no subject)")}'
        f'</strong></a><p><span dir="auto">To {escape(found.recipients)}</span>{clip}'
        f'<time datetime="{found.received_at.isoformat()}">{_moment(found)}</time></p></li>'
    )


def _moment(found: Message) -> str:
    return found.received_at.astimezone().strftime("%-d %b, %H:%M:%S")


def _field(name: str, value: str) -> str:
    return f'<dt>{name}</dt><dd dir="auto">{escape(value)}</dd>'


def _tabs(found: Message, view: str, *, has_html: bool, has_text: bool) -> str:
    choices = [("html", "HTML")] * has_html + [("text", "Text")] * has_text
    links = "".join(
        f'<a href="?view={name}"{" aria-current=page" if name == view else ""}>{label}</a>' for name, label in choices
    )
    return f'<nav aria-label="Views">{links}<a href="/messages/{found.key}/source">Source</a></nav>'


def _attachments(found: Message) -> str:
    items = "".join(_attachment(found, part) for part in found.attachments)
    return f'<ul class="attachments" aria-label="Attachments">{items}</ul>' if items else ""


def _attachment(found: Message, part: Part) -> str:
    size = f"{max(1, len(part.content) // 1024)} kB"
    return f'<li><a href="/messages/{found.key}/parts/{part.number}">{escape(part.name)}</a> <span>{size}</span></li>'


def _linked(text: str) -> str:
    return re.sub(r"(https?://[^\s<>&]+(?:&amp;[^\s<>&]+)*)", r'<a href="\1" rel="noreferrer">\1</a>', escape(text))
