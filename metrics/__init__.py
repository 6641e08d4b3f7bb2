"""What each number means: ask `measure` for metrics by name, by dimension, for a selection."""

from metrics.assumptions import Assumptions
from metrics.catalogue import DIMENSIONS, METRICS
from metrics.engine import StoreWarning
from metrics.measuring import data_version, labels, measure, total
from metrics.model import (
    Dimension,
    HiddenCells,
    Kind,
    KindError,
    MeasureError,
    Metric,
    NoData,
    NotCarried,
    Selection,
    UnknownName,
    UnknownValue,
    VoicesNotShown,
    WrongArgument,
)
from metrics.provenance import behind

__all__ = [
    "DIMENSIONS",
    "METRICS",
    "Assumptions",
    "Dimension",
    "HiddenCells",
    "Kind",
    "KindError",
    "MeasureError",
    "Metric",
    "NoData",
    "NotCarried",
    "Selection",
    "StoreWarning",
    "UnknownName",
    "UnknownValue",
    "VoicesNotShown",
    "WrongArgument",
    "behind",
    "data_version",
    "labels",
    "measure",
    "total",
]
