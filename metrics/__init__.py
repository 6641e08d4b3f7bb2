"""Metrics: query them with `measure` by name, by dimension and for a selection."""

from metrics.answers import Answer, NoAnswer, answer
from metrics.api import data_version, labels, measure, total
from metrics.caveats.coverage import sample_size_metric
from metrics.compiler.engine import StoreWarning
from metrics.definitions.assumptions import Assumptions
from metrics.definitions.catalogue import DIMENSIONS, METRICS
from metrics.definitions.model import (
    Dimension,
    HiddenCells,
    Kind,
    KindError,
    MeasureError,
    MeasureWarning,
    Metric,
    NoData,
    NotCarried,
    Noun,
    Selection,
    UnknownName,
    UnknownValue,
    VoicesNotShown,
    WrongArgument,
)

__all__ = [
    "DIMENSIONS",
    "METRICS",
    "Answer",
    "Assumptions",
    "Dimension",
    "HiddenCells",
    "Kind",
    "KindError",
    "MeasureError",
    "MeasureWarning",
    "Metric",
    "NoAnswer",
    "NoData",
    "NotCarried",
    "Noun",
    "Selection",
    "StoreWarning",
    "UnknownName",
    "UnknownValue",
    "VoicesNotShown",
    "WrongArgument",
    "answer",
    "data_version",
    "labels",
    "measure",
    "sample_size_metric",
    "total",
]
