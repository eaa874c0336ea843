"""Topic models that hold up on sixty documents: deterministic, tested against resampled material, traced to their passages."""

from kfi_analysis.topics.choose import TopicRange
from kfi_analysis.topics.fit import fit_topics
from kfi_analysis.topics.intrusion import IntrusionSheet
from kfi_analysis.topics.methods import METHODS
from kfi_analysis.topics.model import Topics
from kfi_analysis.topics.overlap import Overlap

__all__ = ["METHODS", "IntrusionSheet", "Overlap", "TopicRange", "Topics", "fit_topics"]
