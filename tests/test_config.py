"""Settings from a file and from variables."""

from pathlib import Path

import pytest

from dragoman.config import Config, load_config
from dragoman.errors import ConfigError


def test_defaults_without_file_and_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert load_config(environment={"HOME": "/"}) == Config()


def test_a_variable_wins_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f'max_bytes = 10\nmodel = "other"\ncodebook = ["{tmp_path}"]\n')
    config = load_config(environment={"DRAGOMAN_CONFIG": str(path), "DRAGOMAN_MAX_BYTES": "20"})

    assert config == Config(max_bytes=20, model="other", codebook=(str(tmp_path),))


def test_the_file_of_the_working_directory_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dragoman.toml").write_text("max_bytes = 3")
    monkeypatch.chdir(tmp_path)

    assert load_config(environment={}).max_bytes == 3


@pytest.mark.parametrize(
    ("content", "says"),
    [("modle = 'x'", "modle"), ("max_bytes = 'many'", "max_bytes"), ("max_bytes = 0", "at least 1"), ("=", "TOML"),
     ("codebook = ['/no/such/folder']", "not a folder")],
)  # fmt: skip
def test_wrong_settings_stop_the_run(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(content)

    with pytest.raises(ConfigError, match=says):
        load_config(path, {})


def test_an_unknown_variable_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="DRAGOMAN_MODLE"):
        load_config(environment={"DRAGOMAN_MODLE": "x"})
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path / "none.toml", {})
