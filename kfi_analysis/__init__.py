"""Text analysis for evaluation reports: from self-evaluations, hearings and interviews to conclusions that can be traced.

Every name below is loaded when it is first used, so that `import kfi_analysis` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kfi_analysis._version import __version__

if TYPE_CHECKING:
    from kfi_analysis.actors import ActorGraph as ActorGraph
    from kfi_analysis.actors import Gazetteer as Gazetteer
    from kfi_analysis.actors import Mentions as Mentions
    from kfi_analysis.actors import Relations as Relations
    from kfi_analysis.actors import actor_graph as actor_graph
    from kfi_analysis.actors import find_actors as find_actors
    from kfi_analysis.actors import find_relations as find_relations
    from kfi_analysis.actors import read_graph as read_graph
    from kfi_analysis.actors import write_graph as write_graph
    from kfi_analysis.analysis import Analysis as Analysis
    from kfi_analysis.analysis import analyse as analyse
    from kfi_analysis.coding import Agreement as Agreement
    from kfi_analysis.coding import Codebook as Codebook
    from kfi_analysis.coding import Codings as Codings
    from kfi_analysis.coding import Cooccurrence as Cooccurrence
    from kfi_analysis.coding import Framework as Framework
    from kfi_analysis.coding import Saturation as Saturation
    from kfi_analysis.coding import agreement as agreement
    from kfi_analysis.coding import case_matrix as case_matrix
    from kfi_analysis.coding import code as code
    from kfi_analysis.coding import code_stream as code_stream
    from kfi_analysis.coding import coding_sheets as coding_sheets
    from kfi_analysis.coding import cohen_kappa as cohen_kappa
    from kfi_analysis.coding import conflicts as conflicts
    from kfi_analysis.coding import consensus as consensus
    from kfi_analysis.coding import cooccurrence as cooccurrence
    from kfi_analysis.coding import course as course
    from kfi_analysis.coding import fleiss_kappa as fleiss_kappa
    from kfi_analysis.coding import framework_matrix as framework_matrix
    from kfi_analysis.coding import gwet_ac1 as gwet_ac1
    from kfi_analysis.coding import holsti as holsti
    from kfi_analysis.coding import krippendorff_alpha as krippendorff_alpha
    from kfi_analysis.coding import load_codings as load_codings
    from kfi_analysis.coding import merge_codings as merge_codings
    from kfi_analysis.coding import percent_agreement as percent_agreement
    from kfi_analysis.coding import read_codings as read_codings
    from kfi_analysis.coding import read_qdpx as read_qdpx
    from kfi_analysis.coding import review as review
    from kfi_analysis.coding import saturation as saturation
    from kfi_analysis.coding import unitizing_alpha as unitizing_alpha
    from kfi_analysis.coding import write_qdpx as write_qdpx
    from kfi_analysis.coding.profiles import profile as profile
    from kfi_analysis.comparison import Comparison as Comparison
    from kfi_analysis.comparison import compare as compare
    from kfi_analysis.comparison import correspondence as correspondence
    from kfi_analysis.comparison import join_indicators as join_indicators
    from kfi_analysis.comparison import keyness as keyness
    from kfi_analysis.comparison import per_capita as per_capita
    from kfi_analysis.comparison import similarity as similarity
    from kfi_analysis.corpus import Corpus as Corpus
    from kfi_analysis.corpus import list_corpora as list_corpora
    from kfi_analysis.corpus import load_corpus as load_corpus
    from kfi_analysis.corpus import read as read
    from kfi_analysis.corpus import split_matters as split_matters
    from kfi_analysis.corpus.masking import mask_corpus as mask_corpus
    from kfi_analysis.findings import Areas as Areas
    from kfi_analysis.findings import Claims as Claims
    from kfi_analysis.findings import Findings as Findings
    from kfi_analysis.findings import Recommendations as Recommendations
    from kfi_analysis.findings import Support as Support
    from kfi_analysis.findings import check_claims as check_claims
    from kfi_analysis.findings import development_areas as development_areas
    from kfi_analysis.findings import find_answers as find_answers
    from kfi_analysis.findings import judgements as judgements
    from kfi_analysis.findings import load_claims as load_claims
    from kfi_analysis.findings import load_recommendations as load_recommendations
    from kfi_analysis.findings import match_recommendations as match_recommendations
    from kfi_analysis.findings import recommendation_support as recommendation_support
    from kfi_analysis.findings import recommendations as recommendations
    from kfi_analysis.plots.agreement import plot_agreement as plot_agreement
    from kfi_analysis.plots.codes import plot_cooccurrence as plot_cooccurrence
    from kfi_analysis.plots.codes import plot_course as plot_course
    from kfi_analysis.plots.codes import plot_saturation as plot_saturation
    from kfi_analysis.plots.comparison import plot_dumbbell as plot_dumbbell
    from kfi_analysis.plots.comparison import plot_heatmap as plot_heatmap
    from kfi_analysis.plots.network import plot_network as plot_network
    from kfi_analysis.plots.profiles import plot_profile as plot_profile
    from kfi_analysis.progress import progress_bar as progress_bar
    from kfi_analysis.report import check_anonymity as check_anonymity
    from kfi_analysis.report import summarise as summarise
    from kfi_analysis.report import write_report as write_report
    from kfi_analysis.report.network import NetworkView as NetworkView
    from kfi_analysis.text.collocations import collocations as collocations
    from kfi_analysis.text.names import find_names as find_names
    from kfi_analysis.text.names import mask_names as mask_names
    from kfi_analysis.text.ocr import ocr_noise as ocr_noise
    from kfi_analysis.text.ocr import repair as repair
    from kfi_analysis.topics import Topics as Topics
    from kfi_analysis.topics import fit_topics as fit_topics

_HOME = {
    "ActorGraph": "actors",
    "Agreement": "coding",
    "Analysis": "analysis",
    "Areas": "findings",
    "Claims": "findings",
    "Codebook": "coding",
    "Codings": "coding",
    "Comparison": "comparison",
    "Cooccurrence": "coding",
    "Corpus": "corpus",
    "Findings": "findings",
    "Framework": "coding",
    "Gazetteer": "actors",
    "Mentions": "actors",
    "NetworkView": "report.network",
    "Recommendations": "findings",
    "Relations": "actors",
    "Saturation": "coding",
    "Support": "findings",
    "Topics": "topics",
    "actor_graph": "actors",
    "agreement": "coding",
    "analyse": "analysis",
    "case_matrix": "coding",
    "check_anonymity": "report",
    "check_claims": "findings",
    "code": "coding",
    "code_stream": "coding",
    "coding_sheets": "coding",
    "cohen_kappa": "coding",
    "collocations": "text.collocations",
    "compare": "comparison",
    "conflicts": "coding",
    "consensus": "coding",
    "cooccurrence": "coding",
    "correspondence": "comparison",
    "course": "coding",
    "development_areas": "findings",
    "find_actors": "actors",
    "find_answers": "findings",
    "find_names": "text.names",
    "find_relations": "actors",
    "fit_topics": "topics",
    "fleiss_kappa": "coding",
    "framework_matrix": "coding",
    "gwet_ac1": "coding",
    "holsti": "coding",
    "join_indicators": "comparison",
    "judgements": "findings",
    "keyness": "comparison",
    "krippendorff_alpha": "coding",
    "list_corpora": "corpus",
    "load_claims": "findings",
    "load_codings": "coding",
    "load_corpus": "corpus",
    "load_recommendations": "findings",
    "mask_corpus": "corpus.masking",
    "mask_names": "text.names",
    "match_recommendations": "findings",
    "merge_codings": "coding",
    "ocr_noise": "text.ocr",
    "per_capita": "comparison",
    "percent_agreement": "coding",
    "plot_agreement": "plots.agreement",
    "plot_cooccurrence": "plots.codes",
    "plot_course": "plots.codes",
    "plot_dumbbell": "plots.comparison",
    "plot_heatmap": "plots.comparison",
    "plot_network": "plots.network",
    "plot_profile": "plots.profiles",
    "plot_saturation": "plots.codes",
    "profile": "coding.profiles",
    "progress_bar": "progress",
    "read": "corpus",
    "read_codings": "coding",
    "read_graph": "actors",
    "read_qdpx": "coding",
    "recommendation_support": "findings",
    "recommendations": "findings",
    "repair": "text.ocr",
    "review": "coding",
    "saturation": "coding",
    "similarity": "comparison",
    "split_matters": "corpus",
    "summarise": "report",
    "unitizing_alpha": "coding",
    "write_graph": "actors",
    "write_qdpx": "coding",
    "write_report": "report",
}

__all__ = [
    "ActorGraph",
    "Agreement",
    "Analysis",
    "Areas",
    "Claims",
    "Codebook",
    "Codings",
    "Comparison",
    "Cooccurrence",
    "Corpus",
    "Findings",
    "Framework",
    "Gazetteer",
    "Mentions",
    "NetworkView",
    "Recommendations",
    "Relations",
    "Saturation",
    "Support",
    "Topics",
    "__version__",
    "actor_graph",
    "agreement",
    "analyse",
    "case_matrix",
    "check_anonymity",
    "check_claims",
    "code",
    "code_stream",
    "coding_sheets",
    "cohen_kappa",
    "collocations",
    "compare",
    "conflicts",
    "consensus",
    "cooccurrence",
    "correspondence",
    "course",
    "development_areas",
    "find_actors",
    "find_answers",
    "find_names",
    "find_relations",
    "fit_topics",
    "fleiss_kappa",
    "framework_matrix",
    "gwet_ac1",
    "holsti",
    "join_indicators",
    "judgements",
    "keyness",
    "krippendorff_alpha",
    "list_corpora",
    "load_claims",
    "load_codings",
    "load_corpus",
    "load_recommendations",
    "mask_corpus",
    "mask_names",
    "match_recommendations",
    "merge_codings",
    "ocr_noise",
    "per_capita",
    "percent_agreement",
    "plot_agreement",
    "plot_cooccurrence",
    "plot_course",
    "plot_dumbbell",
    "plot_heatmap",
    "plot_network",
    "plot_profile",
    "plot_saturation",
    "profile",
    "progress_bar",
    "read",
    "read_codings",
    "read_graph",
    "read_qdpx",
    "recommendation_support",
    "recommendations",
    "repair",
    "review",
    "saturation",
    "similarity",
    "split_matters",
    "summarise",
    "unitizing_alpha",
    "write_graph",
    "write_qdpx",
    "write_report",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"kfi_analysis.{_HOME[name]}"), name)
    near = ""
    if not name.startswith("_"):
        from difflib import get_close_matches

        found = get_close_matches(name, [known for known in __all__ if name in known] or __all__, n=1, cutoff=0.3)
        near = f": did you mean {found[0]!r}?" if found else f": it offers {', '.join(__all__[:5])} … (see dir(kfi_analysis))"
    raise AttributeError(f"module 'kfi_analysis' has no attribute {name!r}{near}")


def __dir__() -> list[str]:
    return sorted(__all__)
