"""Who says it: direct, mixed and indirect attributions of a document."""

from __future__ import annotations

from dragoman.extract.attribution.cues import ReportingLexicon, compile_reporting, reporting_lexicon
from dragoman.extract.attribution.find import find_attributions, outermost
from dragoman.extract.attribution.phrases import antecedent

__all__ = ["ReportingLexicon", "antecedent", "compile_reporting", "find_attributions", "outermost", "reporting_lexicon"]
