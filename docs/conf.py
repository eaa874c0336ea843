"""Sphinx: guide in Swedish, API reference from the docstrings, the notebooks as tutorials (executed when the pages are built)."""

from kfi_analysis import __version__

project = "kfi_analysis"
author = "The kfi_analysis authors"
copyright = "2026, the kfi_analysis authors"
version = release = __version__
language = "sv"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "sphinx.ext.mathjax", "numpydoc"]
exclude_patterns = ["_build", "README.md"]
html_theme = "furo"
html_title = f"kfi_analysis {__version__}"
html_static_path = ["_static"]
html_css_files = ["kfi.css"]

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "cache"
nb_execution_timeout = 180
nb_execution_raise_on_error = True
nb_merge_streams = True

autosummary_generate = True
autodoc_typehints = "none"
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
numpydoc_validation_checks: set[str] = set()
mathjax_path = ""
nitpicky = False
