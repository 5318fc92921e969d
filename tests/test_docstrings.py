"""The examples in docstrings run, and say what they say."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import causalkb

MODULES = [m.name for m in pkgutil.walk_packages(causalkb.__path__, "causalkb.")]


@pytest.mark.parametrize("name", ["causalkb", *MODULES])
def test_examples(name: str) -> None:
    module = importlib.import_module(name)
    options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    assert doctest.testmod(module, optionflags=options).failed == 0


@pytest.mark.parametrize("name", ["causalkb", *MODULES])
def test_every_module_has_a_docstring(name: str) -> None:
    assert importlib.import_module(name).__doc__
