"""Editable tables: a YAML file that the user hands in, or the packaged one."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from kfi_analysis.errors import InputError

__all__ = ["load_yaml"]


def load_yaml(source: str | Path | None, packaged: str) -> dict[str, Any]:
    """Return the mapping in a YAML file; None reads the file `packaged` that is shipped.

    Raises
    ------
    InputError
        If the file is missing, is no YAML, or holds no mapping.
    """
    import yaml

    try:
        text = (files("kfi_analysis.corpus") / "data" / packaged).read_text("utf-8") if source is None else Path(source).read_text("utf-8")
        data = yaml.safe_load(text)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror}): name a YAML file, or leave it out", where=source) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"is no YAML in UTF-8 ({' '.join(str(error).split())})", where=source) from error
    if not isinstance(data, dict):
        raise InputError(f"holds {type(data).__name__}, not a mapping: start from a copy of {packaged}", where=source)
    return data
