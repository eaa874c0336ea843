"""The one place that states the version; the build and the provenance read it."""

__version__ = "0.1.0"
