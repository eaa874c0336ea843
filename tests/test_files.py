"""A file is written whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kfi_analysis.errors import InputError
from kfi_analysis.files import atomic_path, write_text


def test_the_old_file_stays_when_writing_fails(tmp_path: Path) -> None:
    target = write_text(tmp_path / "a.txt", "gammal")
    with pytest.raises(RuntimeError), atomic_path(target) as part:
        part.write_text("halv")
        raise RuntimeError
    assert target.read_text() == "gammal"
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError(errno.ENOSPC, "No space left on device")])
def test_nothing_half_written_is_left(tmp_path: Path, stop: BaseException) -> None:
    expected = KeyboardInterrupt if stop is KeyboardInterrupt else InputError
    with pytest.raises(expected), atomic_path(tmp_path / "a.txt") as part:
        part.write_text("halv")
        raise stop
    assert os.listdir(tmp_path) == []


def test_a_full_disk_is_told_about() -> None:
    if not Path("/dev/full").is_char_device():
        pytest.skip("no /dev/full")
    with pytest.raises(InputError, match="No space left"):
        write_text("/dev/full", "x" * 100_000)
    assert Path("/dev/full").is_char_device()


def test_a_link_keeps_pointing_where_it_pointed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("gammal")
    (tmp_path / "b.txt").symlink_to("a.txt")
    write_text(tmp_path / "b.txt", "ny")
    assert (tmp_path / "b.txt").is_symlink()
    assert (tmp_path / "a.txt").read_text() == "ny"


def test_a_pipe_gets_the_whole(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p")
    reader = os.open(tmp_path / "p", os.O_RDONLY | os.O_NONBLOCK)
    write_text(tmp_path / "p", "helt")
    assert os.read(reader, 100) == b"helt"
    os.close(reader)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        write_text(tmp_path, "x")


def test_a_place_without_permission_is_told_about() -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_text("/proc/kfi/a.txt", "x")
