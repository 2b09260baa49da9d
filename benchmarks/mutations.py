"""Mutations: every place of a module where one operator or number may be another."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

__all__ = ["Mutation", "find_mutations", "mutate"]

_OTHERS: Final[dict[type[ast.AST], type[ast.AST]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Break: ast.Continue,
    ast.Continue: ast.Break,
}
"""The standard operators of mutation tests; bounds move by their edge."""

_OPERATORS: Final = (ast.operator, ast.unaryop, ast.boolop)


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change of a module: the number of its node, the line, and what it does."""

    node: int
    line: int
    what: str


def find_mutations(source: str) -> list[Mutation]:
    """List the changes that a module allows, in the order of its nodes.

    Texts, type hints and decorators stay, which tell a compiler what to do.

    Examples
    --------
    >>> [one.what for one in find_mutations("far = near < 2")]
    ['Lt to LtE', '2 to 3']
    """
    tree = _parse(source)
    left_out = _left_out(tree)
    return [
        Mutation(number, getattr(node, "lineno", 0), what)
        for number, node in enumerate(ast.walk(tree))
        if id(node) not in left_out
        for what, _ in _changes(node)
    ]


def mutate(source: str, mutation: Mutation) -> str:
    """Give the source with one change made.

    Examples
    --------
    >>> source = "far = near < 2"
    >>> [mutate(source, one) for one in find_mutations(source)]
    ['far = near <= 2', 'far = near < 3']
    """
    tree = _parse(source)
    for number, node in enumerate(ast.walk(tree)):
        if number == mutation.node:
            new = dict(_changes(node))[mutation.what]
            return ast.unparse(_replaced(tree, node, new))
    raise ValueError(f"no node {mutation.node}")


def _parse(source: str) -> ast.AST:
    """Parse, and let each operator be a node of its own, with the line where it is.

    Python's parser gives one object for all plus signs.
    """
    tree = ast.parse(source)
    for node in list(ast.walk(tree)):
        for name, value in ast.iter_fields(node):
            if isinstance(value, _OPERATORS):
                setattr(node, name, _anew(value, node))
            elif name == "ops":
                setattr(node, name, [_anew(one, node) for one in value])
    return tree


def _anew(operator: ast.AST, node: ast.AST) -> ast.AST:
    own = type(operator)()
    own.lineno = getattr(node, "lineno", 0)  # type: ignore[attr-defined]
    return own


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Give what each change of a node does, and the node that takes its place."""
    other = _OTHERS.get(type(node))
    if other is not None:
        yield f"{type(node).__name__} to {other.__name__}", other()
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield f"no {type(node.op).__name__}", node.operand
    elif isinstance(node, ast.Constant):
        value = node.value
        if isinstance(value, bool):
            yield f"{value} to {not value}", ast.Constant(not value)
        elif isinstance(value, int | float):
            yield f"{value} to {value + 1}", ast.Constant(value + 1)


def _left_out(tree: ast.AST) -> set[int]:
    """Nodes of type hints and decorators."""
    tops: list[ast.AST] = []
    for node in ast.walk(tree):
        told = [getattr(node, name, None) for name in ("annotation", "returns")]
        tops += [one for one in told if isinstance(one, ast.AST)]
        tops += getattr(node, "decorator_list", [])
    return {id(below) for top in tops for below in ast.walk(top)}


def _replaced(tree: ast.AST, old: ast.AST, new: ast.AST) -> ast.AST:
    """Put a node in the place of another."""
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                setattr(parent, name, [new if one is old else one for one in value])
    return ast.fix_missing_locations(tree)
