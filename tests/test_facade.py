"""The facade only exports: what `kfi.` offers, and that every name is there."""

from __future__ import annotations

import kfi_analysis


def test_every_name_can_be_had() -> None:
    for name in kfi_analysis.__all__:
        assert getattr(kfi_analysis, name) is not None


def test_tab_completion_shows_the_vocabulary_and_nothing_else() -> None:
    assert dir(kfi_analysis) == sorted(kfi_analysis.__all__)
