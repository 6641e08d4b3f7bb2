"""The planner: choose the table that answers a question, and write SQL that other engines execute the same way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlglot import exp, parse_one

from metrics.compiler.expressions import columns, dimension_expression, expression, find_dimension, is_whole
from metrics.definitions.assumptions import Assumptions
from metrics.definitions.catalogue import DIMENSIONS
from metrics.definitions.fact_tables import FACT_TABLES, POST_DETAILS, POST_LATEST, FactTable, Table
from metrics.definitions.model import MeasureError, Metric, NotCarried, Selection, as_day


@dataclass(frozen=True)
class Question:
    """Metrics, dimensions, selection, day and assumptions of one query."""

    metrics: tuple[Metric, ...]
    by: tuple[str, ...]
    selection: Selection
    as_of: date | None = None
    assumptions: Assumptions = Assumptions()  # noqa: RUF009 - it never changes

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension that the question uses, for a breakdown or a filter."""
        return tuple(dict.fromkeys((*self.by, *self.selection.names)))


class Query(NamedTuple):
    """One SQL statement for one table, with the values of its named parameters."""

    sql: str
    params: dict[str, Any]


class Filter(NamedTuple):
    """The shape of a filter: how many values it has, and whether “none of them” is one. Values are parameters."""

    dimension: str
    values: int
    none: bool


class Shape(NamedTuple):
    """A question without its values: questions of one shape share their SQL."""

    by: tuple[str, ...]
    filters: tuple[Filter, ...]
    start: bool
    end: bool
    as_of: bool


def queries(question: Question) -> list[Query]:
    """Return one query for each table needed. Every metric reads the smallest table that can answer it."""
    shape, params = shape_of(question.selection, question.by, question.as_of)
    tables: dict[tuple[str, str], list[Metric]] = {}
    for metric in question.metrics:
        tables.setdefault((metric.base, relation(metric, shape).name), []).append(metric)
    answers = []
    for metrics in tables.values():
        sql, used = _build(tuple(metrics), shape)
        answers.append(Query(sql, {name: params[name] for name in used}))
    return answers


def single_posts(question: Question, columns: tuple[tuple[str, str], ...], only: str) -> Query:
    """Return the query for the single posts of a question.

    Args:
        question: The question; its breakdown is part of the columns.
        columns: Further columns, as pairs of name and SQL.
        only: An SQL condition on posts.
    """
    shape, params = shape_of(question.selection, question.by, question.as_of)
    sql, used = _build_single(shape, columns, only)
    return Query(sql, {name: params[name] for name in used})


@lru_cache(maxsize=4096)
def relation(metric: Metric, shape: Shape) -> Table:
    """Return the smallest table that has every column of the metric and the question, at a usable grain."""
    if metric.base not in FACT_TABLES:
        raise MeasureError(
            f"{metric.name} counts {metric.base!r}, which is not collected. Collected are {', '.join(FACT_TABLES)}."
        )
    base = FACT_TABLES[metric.base]
    names = tuple(dict.fromkeys((*shape.by, *(each.dimension for each in shape.filters))))
    missing = [name for name in names if not _carries(base, name)]
    if missing:
        raise NotCarried(metric.label, base.noun, map(find_dimension, missing), map(find_dimension, carried(base)))
    candidates = (base.history,) if shape.as_of and base.history else base.relations
    tree = _source_expression(base, metric)
    if base.per and (foreign := sorted(columns(expression(metric)) - {*base.per, *(name for name, _ in base.reduced)})):
        raise MeasureError(f"{metric.name} needs {', '.join(foreign)}, which {base.noun} do not have.")
    narrows_days = shape.start or shape.end or shape.as_of
    needed = columns(tree).union(
        *(columns(dimension_expression(name)) for name in names), {"day"} if narrows_days else ()
    )
    for candidate in candidates:
        if not needed <= candidate.columns or (candidate.rollup and not _survives_rollup(tree, candidate)):
            continue
        if candidate.singles is None or _only_counts(tree, names, candidate.singles[0]):
            return candidate
    unknown = sorted(needed - candidates[-1].columns)
    raise MeasureError(f"{metric.name} needs {', '.join(unknown) or 'single items'}, which {base.noun} do not have.")


@lru_cache(maxsize=32)
def carried(base: FactTable) -> tuple[str, ...]:
    """Return the dimensions that the items of a fact table record."""
    return tuple(name for name in DIMENSIONS if _carries(base, name))


def with_days(base: str, where: Selection) -> Table:
    """Return the smallest table of a kind of facts that has the days of its items and whatever a selection filters by."""
    relations = FACT_TABLES[base].relations
    needed = {"day"}.union(*(columns(dimension_expression(name)) for name in where.names))
    return next((table for table in relations if needed <= table.columns and not table.singles), relations[-1])


def recorded(where: Selection, metric: Metric) -> Selection:
    """Return the part of a selection that the items of a metric record."""
    known = carried(FACT_TABLES[metric.base])
    return Selection({name: values for name, values in where.where if name in known}, where.start, where.end)


def _carries(base: FactTable, dimension: str) -> bool:
    return columns(dimension_expression(dimension)) <= base.relations[-1].columns


def conditions(relation: Table, base: FactTable, shape: Shape) -> list[exp.Expr]:
    """Return the filters of a question as SQL conditions on the columns of a table."""
    found = [_condition(each) for each in shape.filters if not _unnested(each.dimension, shape)]
    if base.only:
        found.append(parse_one(base.only, read="duckdb"))
    if shape.start:
        found.append(parse_one("day >= cast($start as date)", read="duckdb"))
    if shape.end:
        found.append(parse_one("day <= cast($end as date)", read="duckdb"))
    if relation is base.history:
        # $until is the first moment of the next day: a count taken during the day itself is known on that day.
        until = "cast($until as timestamp)"
        found.append(parse_one(f"posted_at < {until}", read="duckdb"))
        found.append(
            parse_one(f"known_from < {until} and (known_until is null or known_until >= {until})", read="duckdb")
        )
    elif shape.as_of:
        found.append(parse_one("day < cast($until_day as date)", read="duckdb"))
    return found


def shape_of(selection: Selection, by: tuple[str, ...] = (), as_of: date | None = None) -> tuple[Shape, dict[str, Any]]:
    """Return the shape of a question, and the values of its parameters."""
    filters: list[Filter] = []
    params: dict[str, Any] = {}
    for name, values in selection.where:
        dimension = find_dimension(name)
        none = dimension.many and dimension.unknown in values
        rest = [value for value in values if not (none and value == dimension.unknown)]
        filters.append(Filter(name, len(rest), none))
        params.update({f"{name}_{place}": value for place, value in enumerate(rest, 1)})
    if selection.start:
        params["start"] = selection.start
    if selection.end:
        params["end"] = selection.end
    if as_of := as_day(as_of):
        params["until_day"] = min(as_of, date.max - timedelta(days=1)) + timedelta(days=1)
        params["until"] = datetime.combine(params["until_day"], time.min)
    shape = Shape(by, tuple(filters), selection.start is not None, selection.end is not None, as_of is not None)
    return shape, params


@lru_cache(maxsize=4096)
def _build(metrics: tuple[Metric, ...], shape: Shape) -> tuple[str, tuple[str, ...]]:
    """Return the statement for metrics of one table, and the names of its parameters."""
    base, table = FACT_TABLES[metrics[0].base], relation(metrics[0], shape)
    facts, ctes = _facts(table, base, shape)
    if base.per:
        # A dimension can have the name of a column that tells apart what it does not.
        apart = {name: f"of_{name}" for name in shape.by if name in base.per and DIMENSIONS[name].sql != name}
        keys = [_dimension_column(name) for name in shape.by if name not in apart]
        keys += [dimension_expression(name).copy().as_(column) for name, column in apart.items()]
        keys += [exp.column(name) for name in base.per if name not in shape.by or name in apart]
        read = frozenset().union(*(columns(expression(metric)) for metric in metrics))
        reduced = [parse_one(sql, read="duckdb").as_(name) for name, sql in base.reduced if name in read]
        ctes.append((base.name, _grouped(facts.select(*keys, *reduced))))
        facts = exp.select().from_(base.name)
        dimensions: list[exp.Expr] = [
            exp.column(apart[name]).as_(name) if name in apart else exp.column(name) for name in shape.by
        ]
    else:
        dimensions = [_dimension_column(name) for name in shape.by]
    query = facts.select(*dimensions, *(_metric_column(metric, table) for metric in metrics))
    if shape.by:
        query = _grouped(query).order_by(*(exp.column(name) for name in shape.by))
    return _written(query, ctes)


@lru_cache(maxsize=512)
def _build_single(shape: Shape, given: tuple[tuple[str, str], ...], only: str) -> tuple[str, tuple[str, ...]]:
    """Return the statement for single posts, and the names of its parameters."""
    base = FACT_TABLES["posts"]
    asked = [parse_one(sql, read="duckdb").as_(name) for name, sql in given if name not in shape.by]
    condition = parse_one(only, read="duckdb")
    known = columns(exp.Tuple(expressions=[*asked, condition]))
    single = (POST_DETAILS, POST_LATEST)
    latest = next((table for table in single if known <= table.columns), POST_LATEST)
    table = base.history if shape.as_of and base.history else latest
    facts, ctes = _facts(table, base, shape)
    dimensions = [_dimension_column(name) for name in shape.by]
    return _written(facts.select(*dimensions, *asked).where(condition), ctes)


def _facts(table: Table, base: FactTable, shape: Shape) -> tuple[exp.Select, list[tuple[str, exp.Select]]]:
    """Return the rows that a question reads: one for each item, or for each of its values in a breakdown by a list."""
    facts = exp.select().from_(table.name).where(*conditions(table, base, shape))
    ctes: list[tuple[str, exp.Select]] = []
    for name in shape.by:
        # One list at a time: two in one select would be zipped, not crossed.
        if DIMENSIONS[name].many:
            ctes.append((f"by_{name}", facts.select("*", _unnest(name))))
            chosen = [_chosen(each) for each in shape.filters if each.dimension == name]
            facts = exp.select().from_(f"by_{name}").where(*chosen)
    return facts, ctes


def _written(query: exp.Select, ctes: list[tuple[str, exp.Select]]) -> tuple[str, tuple[str, ...]]:
    for name, cte in ctes:
        query = query.with_(name, cte)
    used = dict.fromkeys(node.name for node in query.find_all(exp.Parameter, exp.Placeholder))
    return query.sql("duckdb", pretty=True), tuple(used)


def _grouped(query: exp.Select) -> exp.Select:
    query.set("group", exp.Group(all=True))
    return query


def _metric_column(metric: Metric, table: Table) -> exp.Expr:
    tree = expression(metric).copy()
    if table.singles:
        tree = tree.transform(_with_singles, *table.singles)
    if is_whole(metric):
        tree = exp.cast(
            tree, exp.DType.BIGINT
        )  # a sum of whole numbers is wider than the 64 bits that readers understand
    elif not isinstance(tree, exp.Div):
        tree = exp.cast(tree, exp.DType.DOUBLE)
    return tree.as_(metric.name)


def _dimension_column(name: str) -> exp.Expr:
    dimension = DIMENSIONS[name]
    if dimension.many or dimension.sql == name:
        return exp.column(name) if dimension.type != "BIGINT" else exp.cast(exp.column(name), "bigint").as_(name)
    return dimension_expression(name).copy().as_(name)


def _unnest(name: str) -> exp.Expr:
    dimension = DIMENSIONS[name]
    none = f"case when array_length({dimension.sql}) = 0 then ['{dimension.unknown}'] else {dimension.sql} end"
    return parse_one(f"unnest({none})", read="duckdb").as_(name)


def _unnested(name: str, shape: Shape) -> bool:
    return DIMENSIONS[name].many and name in shape.by


def _condition(each: Filter) -> exp.Expr:
    dimension = DIMENSIONS[each.dimension]
    if not dimension.many:
        return dimension_expression(each.dimension).copy().isin(*_parameters(each))
    tests: list[exp.Expr] = [
        exp.func("list_contains", exp.column(dimension.sql), value, dialect="duckdb") for value in _parameters(each)
    ]
    if each.none:
        tests.append(parse_one(f"array_length({dimension.sql}) = 0", read="duckdb"))
    return exp.or_(*tests)


def _chosen(each: Filter) -> exp.Expr:
    """Return a filter on an unnested list, which keeps only rows with the chosen values."""
    values: list[exp.Expr] = _parameters(each)
    if each.none:
        values.append(exp.Literal.string(DIMENSIONS[each.dimension].unknown))
    return exp.column(each.dimension).isin(*values)


def _parameters(each: Filter) -> list[exp.Expr]:
    kind = DIMENSIONS[each.dimension].type
    names = (f"${each.dimension}_{place}" for place in range(1, each.values + 1))
    return [parse_one(name if kind == "VARCHAR" else f"cast({name} as {kind})", read="duckdb") for name in names]


def _source_expression(base: FactTable, metric: Metric) -> exp.Expr:
    """Return what is read from the table: the metric, or what its fact table is first reduced to."""
    if not base.per:
        return expression(metric)
    read = columns(expression(metric))
    reduced = [parse_one(sql, read="duckdb") for name, sql in base.reduced if name in read]
    return exp.Tuple(expressions=[*reduced, *map(exp.column, base.per)])


def _survives_rollup(tree: exp.Expr, table: Table) -> bool:
    """Return whether sums of the table's sums equal sums of its items, which holds for a closed list of expressions."""
    for aggregate in tree.find_all(exp.AggFunc):
        adds = isinstance(aggregate, exp.Sum) and isinstance(aggregate.this, exp.Column)
        counts = isinstance(aggregate, exp.Count) and isinstance(aggregate.this, exp.Distinct)
        compares = isinstance(aggregate, exp.Min | exp.Max)
        looks_up = aggregate.find_ancestor(exp.Subquery) is not None
        if not (looks_up or adds or ((counts or compares) and columns(aggregate) <= table.dimensions)):
            return False
    return all(columns(test.expression) <= table.dimensions for test in tree.find_all(exp.Filter))


def _only_counts(tree: exp.Expr, names: tuple[str, ...], column: str) -> bool:
    """Return whether a question does nothing with a column but count its different values."""
    uses = [node for node in tree.find_all(exp.Column) if node.name == column]
    is_filtered = any(column in columns(dimension_expression(name)) for name in names)
    return not is_filtered and all(_is_counted(use.parent) for use in uses)


def _is_counted(node: exp.Expr | None) -> bool:
    """Return whether something is the one thing that is counted with `distinct`."""
    return isinstance(node, exp.Distinct) and len(node.expressions) == 1 and isinstance(node.parent, exp.Count)


def _with_singles(node: exp.Expr, column: str, singles: str) -> exp.Expr:
    """Return a count of the different values of a column with those of single rows, which are counted already."""
    counts = node.this if isinstance(node, exp.Filter) else node
    if (
        isinstance(node.parent, exp.Filter)
        or not isinstance(counts, exp.Count)
        or not isinstance(counts.this, exp.Distinct)
    ):
        return node
    if [each.name for each in counts.this.expressions] != [column]:
        return node
    added: exp.Expr = exp.Sum(this=exp.column(singles))
    if isinstance(node, exp.Filter):
        added = exp.Filter(this=added, expression=node.expression.copy())
    return exp.paren(exp.Add(this=node.copy(), expression=exp.func("coalesce", added, exp.Literal.number(0))))
