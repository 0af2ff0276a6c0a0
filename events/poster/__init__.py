"""Posters for events without a picture, printed flat like a screen print: a stage of shapes over the words.

Deterministic: the same words, colours and seed give the same bytes. Nothing is fetched and no file is written.

    palette     an organizer's two colours made into seven that go together
    art         the compositions: shapes above the horizon
    lettering   words as outlines of the shipped typeface, or as text in scripts which it lacks
    layout      where the words stand, and how high the horizon is
    svg, png    the two ways to print it
"""

from .png import poster_png
from .svg import poster_svg

__all__ = ["poster_png", "poster_svg"]
