"""Contact details as they are stored: e-mail in lower case, phone in E.164."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from reservations.errors import EmailInvalid, PhoneInvalid
from reservations.values import Contact

LONGEST_TYPED = 40
# The shortest numbers that are reached from abroad have seven digits with their country's.
SHORTEST_E164 = len("+6834000")


def contact(*, email: str, phone: str, country: str, locale: str = "en") -> Contact:
    """What was typed, checked. Raises EmailInvalid or PhoneInvalid. `country` (ISO 3166) reads national numbers."""
    return Contact(email=address(email), phone=e164(phone, country), locale=locale)


def address(typed: str) -> str:
    """An e-mail address in lower case. Raises EmailInvalid."""
    email = typed.strip().lower()
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise EmailInvalid() from wrong
    if len(email) > 254:
        raise EmailInvalid()
    return email


def e164(typed: str, country: str) -> str:
    """A phone number as +49301234567 (ITU-T E.164). Raises PhoneInvalid for what nobody could call."""
    if len(typed) > LONGEST_TYPED:
        raise PhoneInvalid()
    try:
        number = phonenumbers.parse(typed, country.upper() or None)
    except phonenumbers.NumberParseException as wrong:
        raise PhoneInvalid() from wrong
    # "Possible" rather than "valid": new ranges open faster than the library's tables follow.
    if not phonenumbers.is_possible_number(number):
        raise PhoneInvalid()
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if len(written) < SHORTEST_E164:
        raise PhoneInvalid()
    return written
