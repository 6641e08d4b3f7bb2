"""What a chart is drawn of where all charts are looked at: the sample, asked for what each chart takes.

A chart is called by the names of its arguments, so that one which takes `frame, by, metric, labels` or `frame, rows,
columns, …` needs nothing here. Any other has an entry in `OWN`, by the name of its function.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, Final

import pandas as pd

from dashboard import charts
from dashboard.charts import reach_ladder
from dashboard.charts.base.chart import Chart
from dashboard.charts.base.theme import Look
from dashboard.i18n import _
from data.vocabularies import QUALIFIERS
from metrics import METRICS, labels, measure
from metrics.analyses import (
    claims,
    comparison,
    engagement_age,
    engagement_hours,
    engagement_rates,
    engagement_spread,
    event_study,
    follower_concentration,
    hashtag_pairs,
    listings,
    mission_profile,
    participation,
    photo_vote,
    reach_by_platform,
    story_coverage,
)

Draw = Callable[..., Chart]

WHERE: Final = {"campaign": "migrationmeans"}


def every_chart() -> Iterator[Draw]:
    """Give each function of `dashboard.charts` that makes a chart."""
    for module in iter_modules(charts.__path__):
        if not module.ispkg:
            found = vars(import_module(f"{charts.__name__}.{module.name}"))
            yield from (
                each
                for name, each in found.items()
                if not name.startswith("_")
                and inspect.isfunction(each)
                and each.__module__.endswith(f".{module.name}")
                and each.__annotations__.get("return") == "Chart"
            )


def drawn(chart: Draw, warehouse: Path, look: Look) -> Chart:
    """Draw a chart of its standard frame, with labels in the language being spoken."""
    asked = OWN.get(chart.__name__)
    given = asked(warehouse) if asked else _usual(chart, warehouse)
    named = {name: {code: _(label) for code, label in given[name].items()} for name in given if name.endswith("labels")}
    return chart(**given | named, look=look)


def _usual(chart: Draw, warehouse: Path) -> dict[str, Any]:
    at: dict[str, Any] = {"warehouse": warehouse}
    needed = [each.name for each in inspect.signature(chart).parameters.values() if each.default is each.empty]
    by = ["region", "platform"] if "rows" in needed else ["platform"]
    given = {
        "frame": measure("posts", by, WHERE, **at),
        "metric": METRICS["posts"],
        "by": "platform",
        "labels": labels("platform", **at),
        "rows": by[0],
        "columns": by[-1],
        "row_labels": labels(by[0], **at),
        "column_labels": labels(by[-1], **at),
    }
    return {name: given[name] for name in needed}


def _over_time(warehouse: Path) -> dict[str, Any]:
    return {
        "frame": measure("posts", "day", WHERE, warehouse=warehouse),
        "metric": METRICS["posts"],
        "events": listings.events(WHERE, warehouse=warehouse),
    }


def _pacing(warehouse: Path) -> dict[str, Any]:
    targets = listings.targets("migrationmeans", warehouse=warehouse).to_dict("records")
    target = next(each for each in targets if each["metric"] == "posts")
    frame = measure("posts", "day", WHERE, warehouse=warehouse)
    return {
        "frame": frame,
        "metric": METRICS["posts"],
        "target": int(target["target"]),
        "starts": target["starts"],
        "due": target["due"],
    }


def _sign_ups(metric: str, **beside: Any) -> Callable[[Path], dict[str, Any]]:
    return lambda warehouse: {
        "frame": measure(metric, "day", WHERE, warehouse=warehouse),
        "metric": METRICS[metric],
        **beside,
    }


def _reach(warehouse: Path) -> dict[str, Any]:
    return {
        "frame": measure(reach_ladder.LADDER, (), WHERE, warehouse=warehouse),
        "labels": labels("platform", warehouse=warehouse),
    }


def _platforms(warehouse: Path) -> dict[str, Any]:
    asked = _reach(warehouse)
    return {
        "frame": reach_by_platform.by_platform(WHERE, warehouse=warehouse),
        "together": asked["frame"],
        "labels": asked["labels"],
    }


def _rates(warehouse: Path) -> dict[str, Any]:
    rate, by = "engagement_rate_by_followers", "media_type"
    frame = engagement_rates.with_intervals(rate, by, WHERE, warehouse=warehouse)
    return {"frame": frame, "by": by, "metric": METRICS[rate], "labels": labels(by, warehouse=warehouse)}


def _event(warehouse: Path) -> dict[str, Any]:
    day = listings.events(WHERE, warehouse=warehouse)["day"].iloc[-1]
    return {"around": event_study.above_baseline(day, where=WHERE, warehouse=warehouse), "metric": METRICS["posts"]}


def _figures(name: str) -> Callable[[Path], dict[str, Any]]:
    return lambda warehouse: {name: claims.ledger(warehouse=warehouse), "qualifiers": QUALIFIERS}


def _voices(warehouse: Path) -> dict[str, Any]:
    frame = measure("posts", ["contributor_type", "platform"], WHERE, warehouse=warehouse)
    names = {
        f"{name}_labels": labels(by, warehouse=warehouse)
        for name, by in (("row", "contributor_type"), ("column", "platform"))
    }
    return {"frame": frame, "rows": "contributor_type", "columns": "platform", "metric": METRICS["posts"], **names}


def _aligned(warehouse: Path) -> dict[str, Any]:
    chosen = comparison.sides("missions", ["KEN", "SOM"], WHERE, warehouse=warehouse)
    return {"frame": comparison.curves(chosen, warehouse=warehouse), "side_labels": {"0": "Kenya", "1": "Somalia"}}


OWN: Final[dict[str, Callable[[Path], dict[str, Any]]]] = {
    "over_time": _over_time,
    "pacing": _pacing,
    "supporters": _sign_ups("thunderclap_supporters", goal=250),
    "social_reach": _sign_ups("thunderclap_social_reach"),
    "concentration": lambda warehouse: {"frame": listings.concentration(WHERE, warehouse=warehouse)},
    "largest_accounts": lambda warehouse: {
        "frame": follower_concentration.largest_accounts("potential_reach", WHERE, warehouse=warehouse),
        "metric": METRICS["potential_reach"],
    },
    "ladder": _reach,
    "platforms": _platforms,
    "rates": _rates,
    "spread": lambda warehouse: {
        "frame": engagement_spread.by_dimension("platform", WHERE, warehouse=warehouse),
        "by": "platform",
        "labels": labels("platform", warehouse=warehouse),
    },
    "hours": lambda warehouse: {
        "frame": engagement_hours.by_weekday_and_hour("Europe/Paris", WHERE, warehouse=warehouse),
        "zone": "Europe/Paris",
    },
    "ages": lambda warehouse: {
        "frame": engagement_age.by_age(WHERE, warehouse=warehouse),
        "labels": labels("platform", warehouse=warehouse),
    },
    "above_baseline": _event,
    "claims": _figures("ledger"),
    "inflation": _figures("figures"),
    "multiples": _voices,
    "aligned_curves": _aligned,
    "mission_months": lambda warehouse: {
        "frame": mission_profile.by_month("SOM", WHERE, warehouse=warehouse),
        "name": "Somalia",
    },
    "missions_map": lambda warehouse: {
        "frame": participation.missions(WHERE, warehouse=warehouse),
        "labels": labels("mission", warehouse=warehouse),
    },
    "stories_map": lambda warehouse: {
        "frame": story_coverage.countries({"campaign": "migrantheroes"}, warehouse=warehouse),
        "labels": labels("country", warehouse=warehouse),
    },
    "hashtag_pairs": lambda warehouse: {"frame": hashtag_pairs.pairs(WHERE, warehouse=warehouse)},
    "returning_contributors": lambda warehouse: {
        name: measure(["contributors", "returning_contributors"], by, WHERE, warehouse=warehouse)
        for name, by in (("frame", "month"), ("total", ()))
    },
    "story_routes": lambda warehouse: {
        "frame": pd.DataFrame(
            [
                ("SYR", "TUR", "DEU", 5),
                ("SYR", "unknown", "DEU", 3),
                ("SOM", "ETH", "KEN", 2),
                ("unknown", "TUR", "COL", 1),
            ],
            columns=["origin", "transit", "host", "stories"],
        ),
        "labels": labels("country", warehouse=warehouse),
    },
    "race": lambda warehouse: {"frame": photo_vote.vote(WHERE, warehouse=warehouse).votes, "labels": {}},
}
