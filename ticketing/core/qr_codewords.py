"""The codewords of a QR code for an alphanumeric text: data, then Reed-Solomon's correction (ISO/IEC 18004 § 7.4, 7.5).

The same as `qrcode` makes, at a small part of its cost, as whole numbers take the place of lists of bits and of
polynomials. An order's page draws one code per ticket while its buyer waits.
"""

from bisect import bisect_left
from functools import cache
from typing import NamedTuple

from qrcode import base, util

_VALUES = {letter: value for value, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")}
_PADDING = bytes((0xEC, 0x11))
# Larger codes count their letters with more bits; no ticket's text is as long.
LARGEST_VERSION = 9
_COUNT_BITS = 9


class Codewords(NamedTuple):
    """What the modules of a code of this version say, in the order in which they are laid out."""

    version: int
    data: list[int]


def codewords(text: str, correction: int) -> Codewords | None:
    """The smallest code that holds the text; None for one that is not alphanumeric, or too long."""
    try:
        values = [_VALUES[letter] for letter in text]
    except KeyError:
        return None
    number, bits = len(values), _COUNT_BITS
    for index in range(0, len(values) - 1, 2):
        number, bits = number << 11 | values[index] * 45 + values[index + 1], bits + 11
    if len(values) % 2:
        number, bits = number << 6 | values[-1], bits + 6
    number, bits = number | util.MODE_ALPHA_NUM << bits, bits + 4
    version = bisect_left(util.BIT_LIMIT_TABLE[correction], bits, 1)
    if version > LARGEST_VERSION:
        return None
    blocks = base.rs_blocks(version, correction)
    room = sum(block.data_count for block in blocks)
    # Up to four zeros end the text, more fill its last byte, and two bytes in turn fill the rest.
    ended = min(bits + 4, room * 8)
    whole = -(-ended // 8)
    data = (number << whole * 8 - bits).to_bytes(whole, "big") + (_PADDING * room)[: room - whole]
    return Codewords(version, _interleaved(data, blocks))


def _interleaved(data: bytes, blocks: list[base.RSBlock]) -> list[int]:
    """The blocks' data, a byte of each in turn, and then their correction in the same way."""
    parts, corrections, start = [], [], 0
    for block in blocks:
        part = data[start : start + block.data_count]
        parts.append(part)
        corrections.append(_correction(part, block.total_count - block.data_count))
        start += block.data_count
    longest = max(map(len, parts))
    mixed = [part[index] for index in range(longest) for part in parts if index < len(part)]
    return mixed + [byte for row in zip(*corrections, strict=True) for byte in row]


def _correction(data: bytes, count: int) -> bytes:
    """The remainder of the data divided by the generator of degree `count` over GF(256), a byte at a time."""
    multiples = _multiples(count)
    top, rest = 8 * (count - 1), (1 << 8 * count) - 1
    remainder = 0
    for byte in data:
        remainder = (remainder << 8 & rest) ^ multiples[byte ^ remainder >> top]
    return remainder.to_bytes(count, "big")


@cache
def _multiples(count: int) -> list[int]:
    """The generator's coefficients but the first, times each byte, as one number each."""
    generator = base.Polynomial([1], 0)
    for power in range(count):
        generator = generator * base.Polynomial([1, base.gexp(power)], 0)
    coefficients = list(generator)[1:]
    return [0] + [
        int.from_bytes(bytes(base.gexp(base.glog(value) + base.glog(factor)) for value in coefficients), "big")
        for factor in range(1, 256)
    ]
