"""What one marked actor does to another, and how rules and the learned classifier are weighed against each other."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

NONE = "NONE"
"""The type of two parties between which the sentence tells no act."""
Standing = Literal["both", "doer", "target", "swapped", "other"]
"""Where an act that the rules found has the two parties: each in its place, one in its place, both exchanged, elsewhere."""


class Relation(Struct, frozen=True):
    """PLOVER's type of the relation (or ``NONE``), a probability for each type, and whether we would rather not say."""

    type: str
    probabilities: dict[str, float]
    abstained: bool


class Blend(Struct, frozen=True, forbid_unknown_fields=True):
    """The classes of the classifier and the weights that turn its scores and the rules' findings into probabilities.

    A type's evidence is its score by ``sharpness``, plus the weight of the best standing that the rules found for it;
    ``silent`` is added to ``NONE`` where the rules found nothing. The probabilities are the softmax of the evidence.
    Below ``abstain`` the best type is given with ``abstained``. All weights are fitted on sentences that the classifier
    had not seen; ``model`` is the digest of the model and tokenizer that they belong to.
    """

    model: str
    types: tuple[str, ...]
    sharpness: float
    standings: dict[Standing, float]
    silent: float
    abstain: float
