"""Observations and what follows from them, in Delta tables that DuckDB reads. The only door to both libraries."""

from __future__ import annotations

from dragoman.store.lake.fetching import Dossier
from dragoman.store.lake.lake import Committed, Lake
from dragoman.store.lake.snapshot import Snapshot
from dragoman.store.lake.units import Versions

__all__ = ["Committed", "Dossier", "Lake", "Snapshot", "Versions"]
