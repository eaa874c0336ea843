"""Theme coding: a codebook, coders that show their evidence, and what a coding amounts to.

This file only exports.
"""

from kfi_analysis.coding.apply import code, code_stream
from kfi_analysis.coding.cases import Framework, case_matrix, framework_matrix
from kfi_analysis.coding.code_course import course
from kfi_analysis.coding.code_pairs import Cooccurrence, cooccurrence
from kfi_analysis.coding.codebook import Code, Codebook, Indicator
from kfi_analysis.coding.codebook_changes import CodebookDiff, diff_codebooks, merge_codebooks
from kfi_analysis.coding.codings import Codings
from kfi_analysis.coding.codings_files import read_codings
from kfi_analysis.coding.examples import example_codings
from kfi_analysis.coding.exchange import read_qdpx, write_qdpx
from kfi_analysis.coding.headings import heading_codings
from kfi_analysis.coding.merging import conflicts, consensus, merge_codings
from kfi_analysis.coding.parallel import coding_sheets
from kfi_analysis.coding.registered import load_codings
from kfi_analysis.coding.reliability import (
    Agreement,
    agreement,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    holsti,
    krippendorff_alpha,
    percent_agreement,
    unitizing_alpha,
)
from kfi_analysis.coding.review import Decision, Decisions, review
from kfi_analysis.coding.saturation_curve import Saturation, saturation

__all__ = [
    "Agreement",
    "Code",
    "Codebook",
    "CodebookDiff",
    "Codings",
    "Cooccurrence",
    "Decision",
    "Decisions",
    "Framework",
    "Indicator",
    "Saturation",
    "agreement",
    "case_matrix",
    "code",
    "code_stream",
    "coding_sheets",
    "cohen_kappa",
    "conflicts",
    "consensus",
    "cooccurrence",
    "course",
    "diff_codebooks",
    "example_codings",
    "fleiss_kappa",
    "framework_matrix",
    "gwet_ac1",
    "heading_codings",
    "holsti",
    "krippendorff_alpha",
    "load_codings",
    "merge_codebooks",
    "merge_codings",
    "percent_agreement",
    "read_codings",
    "read_qdpx",
    "review",
    "saturation",
    "unitizing_alpha",
    "write_qdpx",
]
