"""Reach by platform as ranges, never stacked, with the range over all platforms below them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard.charts.base.chart import Chart, Labels, fitting
from dashboard.charts.base.interval_rows import Track, tracks
from dashboard.charts.base.phrases import assumed, nothing
from dashboard.charts.base.theme import LIGHT, Look
from dashboard.charts.reach_ladder import LOWER, UPPER, between, ranged
from dashboard.i18n import _, listed, ngettext, number, percent
from metrics.analyses.reach_by_platform import KNOWN, MOST, SHOWN, SILENT, most_together


def platforms(frame: pd.DataFrame, together: pd.DataFrame, labels: Labels, *, look: Look = LIGHT) -> Chart:
    """Draw one row for each platform: a bar for posts that report reach, and a dashed line for all posts.

    Args:
        frame: What `by_platform` of metrics.analyses.reach_by_platform returned.
        together: The ends of unique reach over all platforms, one row.
        labels: Names of platforms and dimensions.
        look: The colours.
    """
    if frame.empty:
        return nothing(look)
    ordered = frame.sort_values([UPPER, "posts", "platform"], ascending=[False, False, True])
    rows = [_platform(row, labels) for _place, row in ordered.iterrows()]
    if len(rows) > 1:
        rows.append(_together(frame, together))
    foot = _("Assumptions: {assumptions}. Platforms are not added up: one person can have accounts on several.")
    made = tracks(rows, look, foot.format(assumptions=assumed(frame, labels)))
    return Chart(made, _title(ordered, together, labels), list(_summary(frame, labels)))


def _platform(row: pd.Series, labels: Labels) -> Track:
    name = labels.get(row["platform"], row["platform"])
    reported = pd.notna(row[LOWER])
    return Track(
        name,
        between(row[LOWER], row[UPPER]) if reported else [_("not reported")],
        _("accounts") if reported else "",
        _known(row),
        float(row[LOWER]) if reported else None,
        float(row[UPPER]) if reported else None,
        *_beyond(row[MOST], int(row[SHOWN] + row[SILENT])),
        hover=f"<b>{name}</b><br>{_all_posts(row[MOST])}",
    )


def _together(frame: pd.DataFrame, together: pd.DataFrame) -> Track:
    low, high = (together[name].iloc[0] for name in (LOWER, UPPER))
    most, name = most_together(frame), _("All platforms")
    known = pd.notna(low) and pd.notna(high)
    return Track(
        name,
        between(low, high) if known else [_("not reported")],
        _("accounts") if known else "",
        _("from the highest low end to the sum of the high ends"),
        float(low) if known else None,
        float(high) if known else None,
        *_beyond(most, int((frame[SHOWN] + frame[SILENT]).sum())),
        hue=5,
        hover=f"<b>{name}</b><br>{_all_posts(most)}",
    )


def _beyond(most: float | None, unknown: int) -> tuple[float | None, bool]:
    """Return how far a row continues beyond its bar for posts without reported reach, and whether without an end."""
    if not unknown:
        return None, False
    return (None, True) if most is None or pd.isna(most) else (float(most), False)


def _known(row: pd.Series) -> str:
    """Return on how many posts of a platform its range is based."""
    reporting = ngettext("{known} post of {n} reports reach", "{known} of {n} posts report reach", row[KNOWN])
    shown = ngettext("{n} more reports impressions", "{n} more report impressions", row[SHOWN]) if row[SHOWN] else ""
    return ", ".join(
        filter(
            None,
            (reporting.format(known=number(row[KNOWN]), n=number(row["posts"])), shown.format(n=number(row[SHOWN]))),
        )
    )


def _all_posts(most: float | None) -> str:
    if most is None or pd.isna(most):
        return _("All posts: no high end known")
    return ngettext("All posts: high end {n} account", "All posts: high end {n} accounts", int(most)).format(
        n=number(most)
    )


def _title(frame: pd.DataFrame, together: pd.DataFrame, labels: Labels) -> str:
    reported = frame[frame[LOWER].notna()]
    if reported.empty:
        return _("No platform reports reach for these posts")
    first = reported.iloc[0]
    name, ends = labels.get(first["platform"], first["platform"]), ranged(first[LOWER], first[UPPER])
    if len(reported) == 1:
        most = int(first[UPPER])
        alone = ngettext(
            "Only {platform} reports reach: {ends} account", "Only {platform} reports reach: {ends} accounts", most
        )
        shorter = ngettext("{platform}: {ends} account", "{platform}: {ends} accounts", most)
        return fitting(alone.format(platform=name, ends=ends), shorter.format(platform=name, ends=ends))
    whole = ranged(*(together[name].iloc[0] for name in (LOWER, UPPER)))
    return _("{n} platforms together: {ends} accounts").format(n=number(len(reported)), ends=whole)


def _summary(frame: pd.DataFrame, labels: Labels) -> Iterator[str]:
    silent = frame[frame[KNOWN] == 0]
    if len(silent):
        names = listed(labels.get(code, code) for code in silent["platform"])
        yield _("Reach not reported (this is not zero): {platforms}.").format(platforms=names)
    posts, known, neither = (int(frame[name].sum()) for name in ("posts", KNOWN, SILENT))
    if posts == known:
        return
    template = ngettext(
        "{n} post does not report reach ({share}).", "{n} posts do not report reach ({share}).", posts - known
    )
    yield template.format(n=number(posts - known), share=percent((posts - known) / posts))
    yield _("Dashed lines add them: at most one account per impression, up to the audience size.")
    if neither and pd.isna(frame[MOST]).any():
        yield _(
            "Arrow: no high end, because some posts report neither reach nor impressions. An audience size sets one."
        )
