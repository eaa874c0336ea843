"""Sphinx: guide in Swedish, API reference from the docstrings, the notebooks as `make notebooks` executed them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from generated_pages import write_pages

from kfi_analysis import __version__

project = "kfi_analysis"
author = "The kfi_analysis authors"
copyright = "2026, the kfi_analysis authors"
version = release = __version__
language = "sv"

extensions = ["myst_nb", "sphinx.ext.autodoc", "numpydoc"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"kfi_analysis {__version__}"
html_static_path = ["_static"]
html_css_files = ["kfi.css"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
nb_execution_mode = "off"
nb_merge_streams = True

autodoc_typehints = "none"
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_validation_checks: set[str] = set()

write_pages(Path(__file__).parent / "reference" / "generated")
