"""What a spreadsheet is when it is unpacked: looked at piece by piece, before anything holds all of it in memory.

A file of some kilobytes can say "the same cell once more" a hundred million times. Readers take in a row, and whatever
is neither rows nor texts, as a whole: how many elements may stand in one is limited, and how many in all.
"""

import zipfile
from xml.parsers import expat

LARGEST_UNPACKED = 80 * 1024 * 1024
# A row of a thousand filled columns has some four thousand; styles of many years have some ten thousand.
MOST_IN_A_ROW, MOST_BESIDE_ROWS, MOST_IN_ALL = 20_000, 50_000, 6_000_000
_PIECE = 256 * 1024
# A row of a sheet, and one text of the sheet's shared ones.
_UNITS = ("row", "si")


class TooMuch(Exception):
    """More than any spreadsheet has that people filled in."""


class _Counter:
    def __init__(self) -> None:
        self.within, self.beside, self.total = 0, 0, 0
        # How deep the parser is, and how deep the row or text began in which it is; 0 outside of any.
        self.depth, self.began = 0, 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        # No office program writes one; with it come entities, which grow.
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _start(self, name: str, _attributes: object) -> None:
        self.total += 1
        self.depth += 1
        if self.began == 0 and name.rpartition(":")[2] in _UNITS:
            self.began, self.within = self.depth, 0
        elif self.began:
            self.within += 1
        else:
            self.beside += 1
        if self.within > MOST_IN_A_ROW or self.beside > MOST_BESIDE_ROWS or self.total > MOST_IN_ALL:
            raise TooMuch

    def _end(self, _name: str) -> None:
        if self.depth == self.began:
            self.began = 0
        self.depth -= 1

    def _refuse(self, *_about: object) -> None:
        raise TooMuch


def demand_sensible(packed: zipfile.ZipFile) -> None:
    """Raise TooMuch for a file that grows out of all proportion where it is read. What is no XML is left alone."""
    parts = packed.infolist()
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise TooMuch
    for part in parts:
        counter = _Counter()
        with packed.open(part) as stream:
            try:
                while piece := stream.read(_PIECE):
                    counter.parser.Parse(piece, False)
            except expat.ExpatError:
                # A picture, or broken: whoever reads it says so, and gets no further than this.
                continue
