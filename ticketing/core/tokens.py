"""Tokens and codes: what opens something is random, long enough, and stored as a hash where it can be."""

import hashlib
import secrets

# Crockford's alphabet: no I, L, O, U, so that a code can be read aloud and typed from paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


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
    """A typed code as it is stored: upper case, no spaces, and the letters people confuse made one."""
    return typed.strip().upper().replace(" ", "")
