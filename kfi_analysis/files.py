"""Writing files so that a reader never meets half of one: write beside the target, then rename.

A device or a pipe (/dev/stdout) is written to when the whole is ready; a link keeps pointing where it pointed.

A full disk, a missing permission, an error in the middle or Ctrl-C leave the old file, or none, and no temporary file.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kfi_analysis.errors import InputError

__all__ = ["PathLike", "atomic_path", "write_bytes", "write_text"]

PathLike = str | os.PathLike[str]
"""A path as the user gives it."""


@contextmanager
def atomic_path(target: PathLike, *, suffix: str | None = None) -> Iterator[Path]:
    """Give a temporary path beside `target`; on leaving without error it takes the target's place.

    Parameters
    ----------
    target
        The file to be written; missing folders above it are made.
    suffix
        Ending of the temporary name, for writers that look at it (default: the target's).

    Raises
    ------
    InputError
        If the folder cannot be written, the disk is full, or the target is a folder.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with atomic_path(pathlib.Path(folder) / "a" / "t.txt") as part:
    ...         _ = part.write_text("hej", encoding="utf-8")
    ...     (pathlib.Path(folder) / "a" / "t.txt").read_text(encoding="utf-8")
    'hej'
    """
    path = Path(target)
    part: Path | None = None
    try:
        if path.is_dir():
            raise InputError("this is a folder: name a file to write", where=path)
        special = path.exists() and not path.is_file()
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = None if special else path.resolve().parent
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=path.suffix if suffix is None else suffix, dir=folder)
        os.close(handle)
        part = Path(name)
        yield part
        if special:
            with part.open("rb") as source, path.open("wb") as target_:
                shutil.copyfileobj(source, target_)
        else:
            part.chmod(mode)
            part.replace(path.resolve())
            part = None
    except OSError as error:
        raise InputError(
            f"cannot be written ({error.strerror or error}): nothing was changed; check room and permission", where=path
        ) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def write_text(target: PathLike, text: str) -> Path:
    """Write `text` as UTF-8 with line feeds, whole or not at all; return the path."""
    return write_bytes(target, text.encode("utf-8"))


def write_bytes(target: PathLike, data: bytes) -> Path:
    """Write `data` whole or not at all; return the path."""
    return _write(target, lambda part: part.write_bytes(data))


def _write(target: PathLike, writer: Callable[[Path], object]) -> Path:
    with atomic_path(target) as part:
        writer(part)
    return Path(target)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
