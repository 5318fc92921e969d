"""Mutants of a file: what one change at a time makes of it; and a copy that notes what is reached.

Strings are not changed: what messages say is the matter of snapshots.
"""

from __future__ import annotations

import ast
import copy
import gc
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

ROOT = Path(__file__).parent.parent
NOTES = "__reached__"
"""The variable of a module that :func:`noting` marks its lines in."""

_COMPARE: dict[type, type] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_ARITHMETIC: dict[type, type] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Place:
    """A node in its tree.

    ``statement`` is the line of the statement around it; 0 outside functions, where code is run
    when its module is imported.
    """

    parent: ast.AST
    field: str
    index: int | None
    statement: int

    @property
    def node(self) -> ast.AST:
        """The node."""
        value = getattr(self.parent, self.field)
        return value if self.index is None else value[self.index]  # type: ignore[no-any-return]

    def put(self, node: ast.AST) -> None:
        """Put another node there."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


@dataclass(frozen=True)
class Mutant:
    """One change: the file, the how-manieth of it, its line, its statement's, and both texts."""

    file: str
    number: int
    line: int
    statement: int
    before: str
    after: str

    def code(self) -> CodeType:
        """Return the file with the change, compiled; SyntaxError, ValueError: it cannot be."""
        tree = ast.parse((ROOT / self.file).read_text(encoding="utf-8"))
        for number, (place, new) in enumerate(_changes(tree)):
            if number == self.number:
                place.put(new)
                return compile(tree, str(ROOT / self.file), "exec")
        raise ValueError(f"{self.file} has no mutant {self.number}")


def changed(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in the place of a node."""
    new = copy.copy(node)
    if isinstance(new, ast.Compare) and type(new.ops[0]) in _COMPARE:
        new.ops = [_COMPARE[type(new.ops[0])](), *new.ops[1:]]
        yield new
    elif isinstance(new, ast.BoolOp):
        new.op = ast.Or() if isinstance(new.op, ast.And) else ast.And()
        yield new
    elif isinstance(new, ast.UnaryOp) and isinstance(new.op, ast.Not):
        yield new.operand
    elif isinstance(new, (ast.BinOp, ast.AugAssign)) and type(new.op) in _ARITHMETIC:
        new.op = _ARITHMETIC[type(new.op)]()
        yield new
    elif isinstance(new, (ast.If, ast.IfExp)) and isinstance(new.test, (ast.Name, ast.Call)):
        new.test = ast.UnaryOp(ast.Not(), new.test)
        yield new
    elif isinstance(new, ast.Constant) and isinstance(new.value, (bool, int, float)):
        new.value = not new.value if isinstance(new.value, bool) else new.value + 1
        yield new
    elif isinstance(new, ast.Call) and isinstance(new.func, ast.Name) and new.func.id in _NAMES:
        new.func = ast.Name(_NAMES[new.func.id], ast.Load())
        yield new
    elif isinstance(new, ast.Return) and new.value and not isinstance(new.value, ast.Constant):
        new.value = ast.Constant(None)
        yield new
    elif isinstance(new, ast.Expr) and isinstance(new.value, (ast.Call, ast.Yield, ast.YieldFrom)):
        yield ast.Pass()
    elif isinstance(new, (ast.Break, ast.Continue)):
        yield ast.Continue() if isinstance(new, ast.Break) else ast.Break()


def _places(tree: ast.AST, statement: int = 0) -> Iterator[Place]:
    """Yield every place below a node; ``statement`` as in :class:`Place`."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list", "bases") or (
            isinstance(tree, ast.If) and ast.unparse(tree.test) == "TYPE_CHECKING"
        ):
            continue
        for n, child in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(child, ast.AST):
                continue
            # The defaults of arguments belong to what is around the function.
            inside = statement or (name == "body" and isinstance(tree, _FUNCTIONS))
            line = child.lineno if inside and isinstance(child, ast.stmt) else statement
            yield Place(tree, name, n if isinstance(value, list) else None, line)
            yield from _places(child, line)


def _changes(tree: ast.AST) -> Iterator[tuple[Place, ast.AST]]:
    for place in list(_places(tree)):
        for new in changed(place.node):
            ast.copy_location(new, place.node)
            yield place, ast.fix_missing_locations(new)


def mutants(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a file."""
    file = str(path.relative_to(ROOT))
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for number, (place, new) in enumerate(_changes(tree)):
        line = getattr(place.node, "lineno", 0)
        texts = (ast.unparse(place.node), ast.unparse(new))
        yield Mutant(file, number, line, place.statement, *texts)


def module_of(file: str) -> str:
    """Return the name of the module in a file."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def noting(path: Path) -> tuple[CodeType, int]:
    """Return a file whose functions note each statement before they run it, and its last line.

    They do so in a ``bytearray`` named :data:`NOTES`, one byte a line, that the module has to get.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in [node for node in ast.walk(tree) if isinstance(node, _FUNCTIONS)]:
        docstring = ast.get_docstring(function) is not None
        kept, rest = function.body[:docstring], function.body[docstring:]
        function.body = [*kept, *_noted(rest)]
    last = max(getattr(node, "end_lineno", 0) for node in ast.walk(tree))
    return compile(ast.fix_missing_locations(tree), str(path), "exec"), last


def _noted(body: list[ast.stmt]) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for statement in body:
        note = ast.parse(f"{NOTES}[{statement.lineno}] = 1").body[0]
        for node in ast.walk(note):
            if hasattr(node, "lineno"):
                ast.copy_location(node, statement)
        found += [note, statement]
        if isinstance(statement, (*_FUNCTIONS, ast.ClassDef)):
            continue  # functions in functions have their turn
        for name in ("body", "orelse", "finalbody"):
            if inner := getattr(statement, name, None):
                setattr(statement, name, _noted(inner))
        for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            part.body = _noted(part.body)
    return found


def replace_code(file: str, code: CodeType) -> None:
    """Give the functions of a file, wherever they are held, their code in a compiled module."""
    new: dict[tuple[str, int], CodeType] = {}
    waiting = [code]
    while waiting:
        inner = [const for const in waiting.pop().co_consts if isinstance(const, CodeType)]
        new.update({(one.co_qualname, one.co_firstlineno): one for one in inner})
        waiting += inner
    for held in gc.get_objects():
        if isinstance(held, FunctionType) and held.__code__.co_filename == str(ROOT / file):
            old = held.__code__
            other = new.get((old.co_qualname, old.co_firstlineno))
            if other is not None and other.co_freevars == old.co_freevars:
                held.__code__ = other


def caches(files: list[str]) -> list[Any]:
    """Return the caches of functions of some files, imported already."""
    modules = {module_of(file) for file in files}
    found = [one for one in gc.get_objects() if hasattr(type(one), "cache_clear")]
    return [one for one in found if getattr(one, "__module__", "") in modules]


class Loader(SourceFileLoader):
    """Loads a module from the code of a mutant."""

    code: CodeType

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002
        """Return the mutant."""
        return self.code


class Finder(MetaPathFinder):
    """Finds the module that a mutant is of."""

    def __init__(self, mutant: Mutant) -> None:
        self._name = module_of(mutant.file)
        self._mutant = mutant

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """Return the mutant for its module."""
        if fullname != self._name:
            return None
        path = str(ROOT / self._mutant.file)
        loader = Loader(fullname, path)
        loader.code = self._mutant.code()
        return spec_from_file_location(fullname, path, loader=loader)
