"""Imports single modules of large packages, whose own imports need gigabytes of dependencies."""

import ast
import importlib
import logging
import sys
import types
from importlib import metadata


# The names for pip of packages that differ from the names for import.
DISTRIBUTIONS = {"nemo": "nemo_toolkit", "espnet2": "espnet"}


def version(package):
    return metadata.version(package)


def empty_module(name, path=None):
    """A module without contents, in whose folder its submodules are found. Every name of one without a
    folder is a new class."""
    if name not in sys.modules:
        module = sys.modules[name] = types.ModuleType(name)
        if path:
            module.__path__ = [str(path)]
        else:
            module.__getattr__ = lambda attribute: type(attribute, (), {})
    return sys.modules[name]


def part_of_package(name, folder=None):
    """Imports a module without running the code of the packages around it. `folder` has the package, if
    it is not installed."""
    parts = name.split(".")
    if folder is None:
        folder = metadata.distribution(DISTRIBUTIONS.get(parts[0], parts[0])).locate_file("")
    parents = [".".join(parts[:end]) for end in range(1, len(parts))]
    if parts[0] == "nemo":
        parents.append("nemo.utils")
    for parent in parents:
        empty_module(parent, f"{folder}/{parent.replace('.', '/')}")
    if parts[0] == "nemo":
        utils = sys.modules["nemo.utils"]
        utils.logging, utils.logging_mode = logging.getLogger("nemo"), None
    return importlib.import_module(name)


def function_of_file(path, name, scope):
    """Compiles one function of a source file, which may be nested, with the names in `scope`. A method
    is named with its class, as `Reader.__iter__`.

    Annotations are removed, since their types need not be installed.
    """
    tree = ast.parse(open(path).read())
    owner, _, name = name.rpartition(".")
    if owner:
        tree = next(node for node in ast.walk(tree)
                    if isinstance(node, ast.ClassDef) and node.name == owner)
    found = next(node for node in ast.walk(tree)
                 if isinstance(node, ast.FunctionDef) and node.name == name)
    found.returns, found.decorator_list = None, []
    for argument in [*found.args.args, *found.args.kwonlyargs]:
        argument.annotation = None
    exec(compile(ast.Module([found], []), str(path), "exec"), scope)
    return scope[name]
