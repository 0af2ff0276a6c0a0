"""The black and white modules of a QR code, from its codewords (ISO/IEC 18004 § 7.7.3).

`qrcode` asks of each module where it is and whether the mask turns it, for every code anew. Both are the same for all
codes of a version: here they are asked once, and a code is what its bits turn.
"""

from functools import cache
from typing import NamedTuple

import qrcode


class _Frame(NamedTuple):
    """A version's code without data, and where its bits go."""

    size: int
    modules: bytes
    places: list[int]


def modules(version: int, correction: int, mask: int, data: list[int]) -> list[bytes]:
    """The code's rows, a byte for each module: 1 is black."""
    frame = _frame(version, correction, mask, len(data))
    made = bytearray(frame.modules)
    bits = int.from_bytes(bytes(data), "big")
    for place, bit in zip(frame.places, f"{bits:0{8 * len(data)}b}", strict=False):
        if bit == "1":
            made[place] ^= 1
    return [bytes(made[start : start + frame.size]) for start in range(0, len(made), frame.size)]


@cache
def _frame(version: int, correction: int, mask: int, length: int) -> _Frame:
    blank, full = (_drawn(version, correction, mask, [byte] * length) for byte in (0, 0xFF))
    size = 4 * version + 17
    # In pairs of columns from the right, up and down in turn; the column of the timing pattern belongs to none.
    places = []
    for turn, column in enumerate([*range(size - 1, 6, -2), 5, 3, 1]):
        rows = range(size) if turn % 2 else range(size - 1, -1, -1)
        places += [row * size + side for row in rows for side in (column, column - 1)]
    return _Frame(size, blank, [place for place in places if blank[place] != full[place]])


def _drawn(version: int, correction: int, mask: int, data: list[int]) -> bytes:
    code = qrcode.QRCode(version=version, error_correction=correction, mask_pattern=mask)
    code.data_cache = data
    code.makeImpl(False, mask)
    return bytes(bool(module) for row in code.modules for module in row)
