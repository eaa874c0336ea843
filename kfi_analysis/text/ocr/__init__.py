"""OCR: how badly a text was read, and its repair.

This file only exports; each name lives in the leaf file that its subject names.
"""

from kfi_analysis.text.ocr.mending import Repair, repair
from kfi_analysis.text.ocr.noise import OcrNoise, ocr_noise

__all__ = ["OcrNoise", "Repair", "ocr_noise", "repair"]
