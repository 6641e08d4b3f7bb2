"""Find which parts of Plotly no chart here needs, so that browsers need not load them.

    python -m tools.plotly_cuts

Streamlit sends all of Plotly, 4.7 MB; bars, lines and heatmaps need a quarter of it. This is found in the build of the installed
Streamlit: run it after an upgrade, and look at the charts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Final

import tree_sitter_javascript
from streamlit import file_util
from tree_sitter import Language, Node, Parser

from dashboard import browser_files
from dashboard.exports.svg.attributes import TRACES

STATIC: Final = Path(file_util.get_static_dir()) / "static"
_FUNCTIONS: Final = {
    *("arrow_function", "function_declaration", "function_expression", "generator_function"),
    *("generator_function_declaration", "method_definition"),
}


def write() -> None:
    """Write the list of what is left out."""
    (library,) = (STATIC / "js").glob("PlotlyChart.*.js")
    source = library.read_bytes()
    lines = [f"{library.name} {sha256(source).hexdigest()}", *(f"{start} {end}" for start, end in unneeded(source))]
    browser_files.CUTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def unneeded(source: bytes) -> list[tuple[int, int]]:
    """Return the places in Streamlit's build of Plotly that no chart here needs, from the first byte to after the last.

    The build is a list of modules, each a value that a call makes (`name=_({"src/lib/index.js"(e,t){…}})`) or functions that stand
    between them. A module is needed if it is registered here or named by what is needed.
    """
    tree = Parser(Language(tree_sitter_javascript.language())).parse(source)
    modules = _around(tree.root_node, source.index(b'"src/version.js"'))
    registered = _registered(tree.root_node, source)
    values = {_name(each): each for each in _declared(modules)}
    needed = _needed(modules, values, [each for each in registered if not _is_drawn(each, values)])
    dropped = [each for each in registered if _callee(each) not in needed]
    return _joined([*_cut_statements(modules, needed), *_cut_of(registered, set(dropped))])


def _around(node: Node, place: int) -> Node:
    """Return the block in which the modules stand, by a place within one of them."""
    inner = node.descendant_for_byte_range(place, place + 1)
    while inner is not None and inner.type != "statement_block":
        inner = inner.parent
    assert inner is not None
    return inner


def _registered(node: Node, source: bytes) -> list[Node]:
    """Return the calls in the list of what Plotly registers at its start."""
    place = source.index(b".register([", source.index(b'"lib/index.js"')) + len(b".register([")
    inner = node.descendant_for_byte_range(place, place + 1)
    while inner is not None and inner.type != "array":
        inner = inner.parent
    assert inner is not None
    return inner.named_children


def _is_drawn(registered: Node, values: dict[bytes, Node]) -> bool:
    module = re.search(rb'\{"lib/([^"]+)\.js"', values[_callee(registered)].text or b"")
    return module is not None and module[1].decode() in TRACES


def _callee(call: Node) -> bytes:
    return _text(call.child_by_field_name("function"))


def _declared(block: Node) -> Iterator[Node]:
    """Yield the functions and values that a block declares."""
    for statement in block.named_children:
        if statement.type == "function_declaration":
            yield statement
        elif statement.type in ("variable_declaration", "lexical_declaration"):
            yield from statement.named_children


def _name(declared: Node) -> bytes:
    return _text(declared.child_by_field_name("name"))


def _needed(block: Node, values: dict[bytes, Node], dropped: list[Node]) -> set[bytes]:
    """Return the names that what runs in any case leads to."""
    ignored = {(each.start_byte, each.end_byte) for each in dropped}
    runs = [each for each in block.named_children if each.type in ("expression_statement", "return_statement")]
    ahead = [name for each in runs for name in _free(each, ignored)]
    ahead += [name for name, each in values.items() if not _waits(each)]
    needed: set[bytes] = set()
    while ahead:
        name = ahead.pop()
        if name in values and name not in needed:
            needed.add(name)
            ahead += _free(values[name], ignored)
    return needed


def _waits(declared: Node) -> bool:
    """Return whether nothing happens before a value is used: it is a function, a module, or not there yet."""
    value = declared.child_by_field_name("value")
    if declared.type in _FUNCTIONS or value is None or value.type in _FUNCTIONS:
        return True
    return value.type == "call_expression" and re.match(rb'[\w$]+\(\{"[^"]+"\(', _text(value)) is not None


def _free(node: Node, ignored: set[tuple[int, int]]) -> set[bytes]:
    """Return the names that code uses and does not declare itself."""
    if node.type in _FUNCTIONS:
        own = [node.child_by_field_name(field) for field in ("parameters", "parameter")]
        own += [node.child_by_field_name("name")] if node.type == "function_expression" else []
        used, declared = _names(node.named_children, ignored)
        return used - declared - {name for each in own if each is not None for name in _bound(each)}
    used, _declared_inside = _names([node], ignored)
    return used


def _names(nodes: Iterable[Node], ignored: set[tuple[int, int]]) -> tuple[set[bytes], set[bytes]]:
    """Return the names that are used and those that are declared in the body of one function."""
    used: set[bytes] = set()
    declared: set[bytes] = set()
    ahead = list(nodes)
    while ahead:
        node = ahead.pop()
        if (node.start_byte, node.end_byte) in ignored:
            continue
        if node.type in _FUNCTIONS:
            used |= _free(node, ignored)
            declared |= {_name(node)} if node.type == "function_declaration" else set()
            continue
        if node.type in ("identifier", "shorthand_property_identifier"):
            used.add(_text(node))
        for kind, field in (
            ("variable_declarator", "name"),
            ("class_declaration", "name"),
            ("catch_clause", "parameter"),
        ):
            bound = node.child_by_field_name(field) if node.type == kind else None
            declared |= set(_bound(bound)) if bound is not None else set()
        ahead += node.named_children
    return used, declared


def _bound(pattern: Node) -> Iterator[bytes]:
    if pattern.type in ("identifier", "shorthand_property_identifier_pattern"):
        yield _text(pattern)
    for each in pattern.named_children:
        yield from _bound(each)


def _cut_statements(block: Node, needed: set[bytes]) -> Iterator[tuple[int, int]]:
    for statement in block.named_children:
        declared = [statement] if statement.type == "function_declaration" else statement.named_children
        if statement.type in ("function_declaration", "variable_declaration", "lexical_declaration"):
            dropped = {each for each in declared if _name(each) not in needed}
            if len(dropped) == len(declared):
                yield statement.start_byte, statement.end_byte
            else:
                yield from _cut_of(declared, dropped)


def _cut_of(listed: list[Node], dropped: set[Node]) -> Iterator[tuple[int, int]]:
    """Yield the places of what is dropped from a list, each with one comma; something of the list stays."""
    stays = [each for each in listed if each not in dropped]
    for each, after in pairwise(listed):
        if each in dropped and each.start_byte < stays[-1].start_byte:
            yield each.start_byte, after.start_byte
    if listed[-1] in dropped:
        yield stays[-1].end_byte, listed[-1].end_byte


def _joined(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _text(node: Node | None) -> bytes:
    return (node.text if node is not None else None) or b""


if __name__ == "__main__":
    write()
