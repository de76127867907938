"""All sentences that the code of a module can say, written with sample values."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

NUMBER = "7"  # stands for every value of which nothing is known
REMARKS = ("remark", "remarks")  # what holds notes about a file
Scope = ast.FunctionDef | ast.Module


class Sentences:
    """The sentences of a module.

    Parameters
    ----------
    path
        Its file.
    samples
        What an expression may be, by its source text.
    errors
        The names of the functions and classes that take a sentence.
    """

    def __init__(
        self, path: Path, samples: Mapping[str, Sequence[str]], errors: Sequence[str]
    ) -> None:
        self.samples, self.errors = samples, errors
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        nodes = ast.walk(self.tree)
        self.functions = {node.name: node for node in nodes if isinstance(node, ast.FunctionDef)}

    def __iter__(self) -> Iterator[str]:
        """Give what is raised, returned as an error or a note, or kept as a remark."""
        for function in self.functions.values():
            for node in ast.walk(function):
                for said in self._said(node, function):
                    yield from self.texts(said, function)

    def _said(self, node: ast.AST, function: ast.FunctionDef) -> Iterator[ast.expr]:
        match node:
            case ast.Call(func=ast.Name(name), args=[first, *_]) if name in self.errors:
                # `_unfit` adds a full stop to what it is given, and takes nothing from itself.
                if function.name != "_unfit":
                    stop = ast.Constant("." if name == "_unfit" else "")
                    yield ast.BinOp(first, ast.Add(), stop)
            case ast.Call(func=ast.Attribute(ast.Name(name), "append"), args=[first]):
                if name in REMARKS:
                    yield first
            case ast.Assign(targets=[ast.Name(name)], value=value) if name in REMARKS:
                yield from _parts(value)
            case ast.keyword(arg="remarks", value=value):
                yield from _parts(value)
            case ast.Return(value=ast.expr() as value):
                if function.name.endswith(("_note", "_notes")):
                    yield from _parts(value)

    def texts(self, node: ast.expr, scope: Scope) -> list[str]:
        """Give all texts that an expression can be."""
        key = ast.unparse(node)
        if key in self.samples:
            return list(self.samples[key])
        match node:
            case ast.Constant(value):
                return [] if value is None else [str(value)]
            case ast.JoinedStr(values) | ast.Tuple(values):
                return list(map("".join, product(*(self.texts(each, scope) for each in values))))
            case ast.BinOp(left, ast.Add(), right):
                return [
                    a + b for a, b in product(self.texts(left, scope), self.texts(right, scope))
                ]
            case ast.IfExp(_, one, other):
                return [*self.texts(one, scope), *self.texts(other, scope)]
            case ast.FormattedValue(value, conversion):
                found = self.texts(value, scope)
                return [f"'{each}'" for each in found] if conversion == ord("r") else found
            case ast.Name(name) if assigned := self._assigned(scope, name):
                return [text for value in assigned for text in self.texts(value, scope)]
            case ast.Call(func=ast.Name(name)) if name in self.functions:
                return self._returned(self.functions[name])
        return [NUMBER]

    def _returned(self, function: ast.FunctionDef) -> list[str]:
        values = [n.value for n in ast.walk(function) if isinstance(n, ast.Return) and n.value]
        return [text for value in values for text in self.texts(value, function)]

    def _assigned(self, scope: Scope, name: str) -> list[ast.expr]:
        """Give what a name is in a function, or else in its module."""
        for nodes in (ast.walk(scope), self.tree.body):
            found = [
                node.value
                for node in nodes
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
            ]
            if found:
                return found
        return []


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    """Give the items of lists and tuples, whatever condition they have."""
    match node:
        case ast.List(items) | ast.Tuple(items):
            yield from (item for item in items if not isinstance(item, ast.Starred))
        case ast.IfExp(_, one, other):
            yield from _parts(one)
            yield from _parts(other)
        case ast.JoinedStr() | ast.Constant(str()):
            yield node
        case ast.Name(name) if name not in REMARKS:
            yield node
