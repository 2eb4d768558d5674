"""Every error that Dragoman raises on purpose.

DragomanError
├── InputError        what the user handed over cannot be read; says what and where (exit status 2)
├── ConfigError       a setting is unknown or has a wrong value; the run stops
├── CodebookError     a codebook file is malformed, or two of them contradict; the run stops
├── StoreError        the store cannot be read or written; the run stops
└── StageError        one stage failed on one document: a row in ``failures``, the run goes on
"""

from __future__ import annotations


class DragomanError(Exception):
    """Base of all errors that Dragoman raises on purpose."""


class InputError(DragomanError):
    """What the user handed over cannot be read."""


class ConfigError(DragomanError):
    """A setting is unknown or has a wrong value."""


class CodebookError(DragomanError):
    """A codebook file is malformed, or two of them contradict each other."""


class StoreError(DragomanError):
    """The store cannot be read or written."""


class StageError(DragomanError):
    """One stage failed on one document.

    Args:
        stage: the stage's name, as it stands in the ledger's ``failures``.
        reason: one sentence for the reader of the ledger.
    """

    def __init__(self, stage: str, reason: str) -> None:
        super().__init__(f"{stage}: {reason}")
        self.stage = stage
        self.reason = reason
