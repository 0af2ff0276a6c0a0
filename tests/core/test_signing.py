from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.core import signing

CODE = "TKT-2026-7Q4M9X2KDA"
KEY = signing.new_key()
OTHER_KEY = signing.new_key()
QR_ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def signed(code=CODE, version=1):
    return signing.sign_ticket(KEY.private_key, KEY.key_id, code, version)


def test_a_signed_ticket_is_genuine_and_says_which_ticket_it_is():
    parsed = signing.parse(signed(version=3))

    assert parsed is not None
    assert (parsed.key_id, parsed.code, parsed.version) == (KEY.key_id, CODE, 3)
    assert signing.verify(parsed, KEY.public_key)


def test_the_text_stays_within_a_coarse_qr_code():
    text = signed(version=999_999)

    assert set(text) <= QR_ALPHANUMERIC
    assert len(text) <= 154, "version 6 with correction M takes no more"


def test_signing_again_gives_the_same_text():
    assert signed() == signed()


def test_another_key_does_not_verify():
    parsed = signing.parse(signed())

    assert parsed is not None
    assert not signing.verify(parsed, OTHER_KEY.public_key)


def test_a_key_that_is_no_key_verifies_nothing():
    parsed = signing.parse(signed())

    assert parsed is not None
    assert not signing.verify(parsed, b"short")


@given(st.data())
def test_any_flipped_bit_makes_it_invalid(data):
    text = signed().encode("ascii")
    place = data.draw(st.integers(0, len(text) * 8 - 1))
    flipped = bytearray(text)
    flipped[place // 8] ^= 1 << (place % 8)

    parsed = signing.parse(bytes(flipped).decode("latin-1"))

    assert parsed is None or not signing.verify(parsed, KEY.public_key)


@given(st.integers(0, 511))
def test_any_flipped_bit_of_the_signature_makes_it_invalid(bit):
    parsed = signing.parse(signed())
    assert parsed is not None
    signature = bytearray(parsed.signature)
    signature[bit // 8] ^= 1 << (bit % 8)

    assert not signing.verify(replace(parsed, signature=bytes(signature)), KEY.public_key)


def test_a_signature_has_one_spelling():
    text = signed()
    last = signing._BASE32.index(text[-1])

    respelt = [text[:-1] + signing._BASE32[last ^ extra] for extra in range(1, 8)]

    assert [signing.parse(spelling) for spelling in respelt] == [None] * 7


@given(st.text(max_size=300))
def test_rubbish_is_not_ours(text):
    assert signing.parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "A" * 10_000,
        "FY1:" * 2_500,
        "https://tickets.example/t/123",
        "FY1:ABCDEFGH:X:1:",
        "FY1:ABCDEFGH:X:0:" + "A" * 103,
        "FY1:ABCDEFGH:X:01:" + "A" * 103,
        "FY1:ABCDEFGH:X:١:" + "A" * 103,
        "FY2:ABCDEFGH:X:1:" + "A" * 103,
        "fy1:abcdefgh:x:1:" + "a" * 103,
        "🎫" * 50,
    ],
)
def test_what_others_print_into_their_codes_is_not_ours(text):
    assert signing.parse(text) is None


def test_a_forged_signature_is_ours_in_form_only():
    parsed = signing.parse(f"FY1:{KEY.key_id}:{CODE}:1:" + "A" * 103)

    assert parsed is not None
    assert not signing.verify(parsed, KEY.public_key)


def test_spaces_around_a_typed_text_do_not_matter():
    assert signing.parse(f"  {signed()}\r\n") == signing.parse(signed())


def test_what_does_not_fit_the_format_is_not_signed():
    for code, version in (("with space", 1), ("A:B", 1), ("", 1), (CODE, 0), (CODE, 1_000_000)):
        with pytest.raises(ValueError, match="cannot be written"):
            signed(code, version)


def test_a_stored_key_does_not_show_the_key():
    assert KEY.private_key != OTHER_KEY.private_key
    assert len(KEY.public_key) == 32
    assert len(KEY.private_key) == 12 + 32 + 16


def test_a_stored_key_opens_only_with_this_secret(settings):
    settings.SECRET_KEY = "another installation"
    settings.SECRET_KEY_FALLBACKS = ["yet another"]

    with pytest.raises(signing.KeyUnreadable):
        signed()


def test_a_key_sealed_under_a_fallback_secret_still_signs(settings):
    before = signed()
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "rotated"
    settings.SECRET_KEY_FALLBACKS = [old]

    assert signed() == before


def test_a_stored_key_belongs_to_its_id():
    with pytest.raises(signing.KeyUnreadable):
        signing.sign_ticket(KEY.private_key, OTHER_KEY.key_id, CODE, 1)


def test_keys_come_back_from_the_database_as_memoryviews():
    text = signing.sign_ticket(memoryview(KEY.private_key), KEY.key_id, CODE, 1)
    parsed = signing.parse(text)

    assert parsed is not None
    assert signing.verify(parsed, memoryview(KEY.public_key))
