"""Make a report: ask what its sections need, and leave out those that the data say nothing about."""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Final

from dashboard.i18n import _, day, said, speaking
from dashboard.reports.brand import Brand, brand
from dashboard.reports.model import Report, Request, Section
from dashboard.reports.source import Source
from dashboard.reports.templates import PARTS, TEMPLATES
from metrics import METRICS, MeasureError, NoData, Selection, UnknownName, api
from metrics.definitions.model import TranslatableText

BACKGROUND: Final = frozenset({"quality", "published"})
"""Sections that say something of any data: alone they are no report."""


def compose(request: Request, warehouse: Path | None = None, data_version: int | None = None) -> Report:
    """Return a report.

    Args:
        request: What it is about.
        warehouse: The folder with the data; `$REACH_WAREHOUSE` by default.
        data_version: The data version that the report names; that of the data by default.

    Raises:
        UnknownName: The template, a section or a value of a filter does not exist.
        NoData: No section has anything to say of what was selected.
        BrandError: The file that says how reports look cannot be used.
    """
    template = TEMPLATES.get(request.template)
    if template is None:
        raise UnknownName(TranslatableText("template"), request.template, TEMPLATES)
    for name in request.sections:
        if name not in PARTS:
            raise UnknownName(TranslatableText("section"), name, PARTS)
    with speaking(request.language):
        look = _usable_brand()
        where = api.as_selection(request.where, warehouse)
        source = Source(replace(request, where=where), warehouse, data_version)
        if request.template == "month" and not (where.start or where.end):
            source = Source(replace(request, where=_last_month(where, source)), warehouse, data_version)
        sections, left_out = _sections(request.sections or template.parts, source)
        if {section.key for section in sections} <= BACKGROUND:
            raise NoData(TranslatableText("No data match these filters. Widen the period or clear a filter."))
        return _report(template.title(), sections, left_out, source, look)


def _usable_brand() -> Brand:
    """Return how reports look, or refuse files that no report could use before anything is asked or made."""
    look = brand()
    # What draws and lays out is large, so it is loaded only where there is something to check.
    if look.logo is not None:
        import_module("dashboard.reports.pictures").logo_of(look)
    if look.slides is not None:
        import_module("dashboard.reports.files.slide_master").master(look)
    return look


def _sections(keys: tuple[str, ...], source: Source) -> tuple[list[Section], list[str]]:
    sections, without, refused = [], [], []
    for key in keys:
        part = PARTS[key]
        try:
            found = part.build(source)
        except MeasureError as reason:
            refused.append(_("{section}: {reason}").format(section=part.title(), reason=said(reason)))
            continue
        if found is None:
            without.append(part.title())
            continue
        finding, blocks = found
        sections.append(Section(key, part.title(), _(part.stage.value) if part.stage else "", finding, tuple(blocks)))
    if without:
        refused.append(
            _("Left out, because these data have nothing for it: {sections}.").format(sections="; ".join(without))
        )
    return sections, refused


def _report(kind: str, sections: list[Section], left_out: list[str], source: Source, look: Brand) -> Report:
    about = source.provenance(source.look_up(["posts"]), source.title, selected=source.scope)
    title = _title(source)
    asked = [METRICS[name] for name in source.asked if name in METRICS]
    made = _("Made on {day} with Campaign reach, not an IOM product").format(day=day(source.request.made_on))
    return Report(
        request=source.request,
        kind=kind,
        title=" · ".join(title),
        scope=source.scope_beside(title),
        sections=tuple(sections),
        left_out=tuple(left_out),
        metrics=tuple(metric.name for metric in asked),
        definitions=tuple((_(metric.label), _(metric.description)) for metric in asked),
        source=_("Source: campaign data, {line}").format(line=about.line()),
        made=made,
        warnings=tuple(filter(None, (about.synthetic_note(),))),
        brand=look,
        data_version=source.data_version or api.data_version(warehouse=source.warehouse),
        is_synthetic=about.is_synthetic,
    )


def _title(source: Source) -> list[str]:
    """Return what the report is about: the mission if it is about one, else the campaign and each filter by one value."""
    missions = source.where.values("mission")
    if len(missions) == 1:
        return [source.names("mission").get(missions[0], missions[0])]
    named = [
        source.names(name).get(values[0], values[0])
        for name, values in source.where.where
        if name != "campaign" and len(values) == 1
    ]
    return [source.title, *named]


def _last_month(where: Selection, source: Source) -> Selection:
    """Return a selection for the last month that has posts up to its end, or else the last one with posts."""
    days = source.days
    if days is None:
        return where
    last: date = days[1]
    is_full = last.day == calendar.monthrange(last.year, last.month)[1]
    end = last if is_full else last.replace(day=1) - timedelta(days=1)
    if end < days[0]:
        end = last
    return Selection(where.where, end.replace(day=1), end)
