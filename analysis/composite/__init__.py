"""Composite indices: a scheme of indicators, values of units, and what can be said about the index they give."""

from analysis.composite.aggregating import AGGREGATIONS
from analysis.composite.engine import Composite, composite_index
from analysis.composite.explaining import difference, difference_sentence, losses
from analysis.composite.normalising import NORMALISATIONS
from analysis.composite.scheme import Node, Scheme, SchemeError, read_scheme
from analysis.composite.treating import TREATMENTS

__all__ = [
    "AGGREGATIONS", "NORMALISATIONS", "TREATMENTS", "Composite", "Node", "Scheme", "SchemeError", "composite_index",
    "difference", "difference_sentence", "losses", "read_scheme",
]  # fmt: skip
