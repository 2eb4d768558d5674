"""Where a store's files lie: a folder, or object storage as far as deltalake carries it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

import pyarrow as pa
import pyarrow.fs
from deltalake._internal import DeltaFileSystemHandler
from deltalake.fs import DeltaStorageHandler


class Folder(Protocol):
    """Files by their names below one root. Every method raises OSError when the storage refuses."""

    url: str
    options: dict[str, str] | None
    root: Path | None

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, or none if there is no such file."""

    def write(self, name: str, data: bytes) -> None:
        """Put a file there, whole or not at all, in place of one of this name."""

    def sink(self, name: str) -> Any:
        """A context that gives a file to write to; when it ends the bytes last."""

    def move(self, name: str, to: str) -> None:
        """Give a file another name; nothing happens if it has it already."""

    def remove(self, name: str) -> None:
        """Remove a file or a folder with all it holds; nothing happens if it is gone."""

    def names(self, below: str) -> list[str]:
        """The names of the files at any depth below a folder, sorted, counted from the root."""

    def settle(self, name: str) -> None:
        """See to it that a file written by another library lasts."""


class LocalFolder:
    """A folder of this machine. A file that is written lasts, even if the machine fails the next moment."""

    def __init__(self, root: Path) -> None:
        self.root: Path | None = root
        self._root = root
        self.url = str(root)
        self.options: dict[str, str] | None = None

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, or none if there is no such file."""
        try:
            return (self._root / name).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Put a file there, whole or not at all, in place of one of this name."""
        path = self._root / name
        aside = path.with_name(f".{path.name}.{os.getpid()}")
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with aside.open("wb") as file:
                file.write(data)
                _last(file)
            aside.replace(path)
        except OSError:
            aside.unlink(missing_ok=True)
            raise
        _last_folder(path.parent)

    @contextmanager
    def sink(self, name: str) -> Iterator[IO[bytes]]:
        """A file to write to; when the context ends its bytes last."""
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            yield file
            _last(file)
        _last_folder(path.parent)

    def move(self, name: str, to: str) -> None:
        """Give a file another name; nothing happens if it has it already."""
        path, target = self._root / name, self._root / to
        try:
            path.rename(target)
        except FileNotFoundError:
            if not target.exists():
                raise
        _last_folder(target.parent)

    def remove(self, name: str) -> None:
        """Remove a file or a folder with all it holds; nothing happens if it is gone."""
        path = self._root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

    def names(self, below: str) -> list[str]:
        """The names of the files at any depth below a folder, sorted, counted from the root."""
        found = (path for path in (self._root / below).rglob("*") if path.is_file())
        return sorted(path.relative_to(self._root).as_posix() for path in found)

    def settle(self, name: str) -> None:
        """See to it that a file written by another library lasts."""
        path = self._root / name
        if path.exists():
            with path.open("rb") as file:
                os.fsync(file.fileno())
            _last_folder(path.parent)


class _Object:
    """An object that is being written: deltalake's stream takes nothing but bytes, and Arrow hands it buffers."""

    closed = False

    def __init__(self, stream: Any) -> None:
        self._stream, self._size = stream, 0

    def write(self, data: Any) -> int:
        """Write bytes or anything like them, and return how many."""
        written = bytes(data)
        self._stream.write(written)
        self._size += len(written)
        return len(written)

    def tell(self) -> int:
        """How many bytes were written."""
        return self._size

    def flush(self) -> None:
        """Nothing: an object is there when it is finished."""

    def close(self) -> None:
        """Nothing either: Arrow closes a file before its size was asked for."""

    def finish(self) -> None:
        """See to it that the object is there."""
        self._stream.close()


class RemoteFolder:
    """A prefix of an object storage. An object is there whole or not at all, and lasts when it is there.

    Args:
        url: such as ``s3://bucket/store``.
        options: passed on to deltalake; it also finds credentials where its storage's own tools do.
    """

    root: Path | None = None

    def __init__(self, url: str, options: Mapping[str, str] | None = None) -> None:
        self.url = url.rstrip("/")
        self.options = dict(options) if options else None
        self._files = pa.fs.PyFileSystem(DeltaStorageHandler(self.url, self.options))
        self._writing = DeltaFileSystemHandler(self.url, self.options)

    def read(self, name: str) -> bytes | None:
        """The bytes of an object, or none if there is none of this name."""
        if self._files.get_file_info(name).type != pa.fs.FileType.File:
            return None
        with self._files.open_input_file(name) as file:
            return bytes(file.read())

    def write(self, name: str, data: bytes) -> None:
        """Put an object there in place of one of this name."""
        with self.sink(name) as file:
            file.write(data)

    @contextmanager
    def sink(self, name: str) -> Iterator[_Object]:
        """An object to write to; it is there when the context ends."""
        file = _Object(self._writing.open_output_stream(name))
        yield file
        file.finish()

    def move(self, name: str, to: str) -> None:
        """Give an object another name; nothing happens if it has it already."""
        if self._files.get_file_info(name).type == pa.fs.FileType.File:
            self._files.move(name, to)
        elif self._files.get_file_info(to).type != pa.fs.FileType.File:
            raise FileNotFoundError(f"{self.url}/{name}")

    def remove(self, name: str) -> None:
        """Remove an object, or all whose names begin with this one as a folder."""
        for path in self.names(name):
            self._files.delete_file(path)
        if self._files.get_file_info(name).type == pa.fs.FileType.File:
            self._files.delete_file(name)

    def names(self, below: str) -> list[str]:
        """The names of the objects at any depth below a prefix, sorted."""
        found = self._files.get_file_info(pa.fs.FileSelector(below, allow_not_found=True, recursive=True))
        return sorted(one.path for one in found if one.type == pa.fs.FileType.File)

    def settle(self, name: str) -> None:
        """Nothing: an object lasts when it is there."""


def open_folder(path: str | Path, options: Mapping[str, str] | None = None) -> Folder:
    """The folder or the object storage that ``path`` names; neither is made or looked at."""
    text = str(path)
    if "://" in text:
        return RemoteFolder(text, options)
    return LocalFolder(Path(text).absolute())


def _last(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _last_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
