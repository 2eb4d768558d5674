"""Writes claims of a store in the formats that the field loads: one class for each, listed in ``FORMATS``."""

from __future__ import annotations

from dragoman.serve.export.drawn import GeoJson, GraphMl
from dragoman.serve.export.flat import Csv, JsonLines, Parquet
from dragoman.serve.export.gdelt import GdeltEvents, GdeltMentions
from dragoman.serve.export.icews import Icews
from dragoman.serve.export.polecat import Polecat
from dragoman.serve.export.records import Exporter

FORMATS: tuple[Exporter, ...] = (
    Csv(), Parquet(), JsonLines(), GeoJson(), GraphMl(), Polecat(), Icews(), GdeltEvents(), GdeltMentions(),
)  # fmt: skip
"""Every format, in the order of the help."""
