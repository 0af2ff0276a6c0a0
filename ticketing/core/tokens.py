"""Tokens and codes: what opens something is random, long enough, and stored as a hash where it can be."""

import hashlib
import re
import secrets

# Crockford's alphabet: no I, L, O, U, so that a code can be read aloud and typed from paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CONFUSED = str.maketrans("OIL", "011")
_OWN_TICKET_CODE = re.compile(r"(?P<head>TKT-[0-9]{4}-)(?P<tail>[0-9A-Z]{10})", re.ASCII)


def new_token() -> str:
    """A secret of 192 bits for addresses and cookies."""
    return secrets.token_urlsafe(24)


def hash_token(token: str) -> str:
    """The form in which a token is stored. The token's own entropy makes a slow hash needless."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_code(length: int) -> str:
    """A random code of unambiguous characters, five bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def normalize_code(typed: str) -> str:
    """A typed code as it is stored: upper case, no spaces."""
    return typed.strip().upper().replace(" ", "")


_VISIT_ADDRESS = re.compile(r"/visit/(?P<code>[^/?#\s]{4,64})")


def normalize_ticket_code(typed: str) -> str:
    """A ticket's code as it is stored; in the random part of our own ones, letters that are never used are the digits
    that they are taken for. Codes that organizers brought along stay as they are. The address of a ticket's visit,
    which is what the QR of a printed one says, stands for its code.
    """
    address = _VISIT_ADDRESS.search(typed)
    code = normalize_code(address["code"] if address else typed)
    own = _OWN_TICKET_CODE.fullmatch(code)
    return own["head"] + own["tail"].translate(_CONFUSED) if own else code
