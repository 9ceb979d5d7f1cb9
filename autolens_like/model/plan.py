"""A model tree compiled into a flat list of calls, for one instance after another."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

import numpy as np

from autolens_like import exc
from autolens_like.model.distribution import Prior
from autolens_like.model.expression import Arithmetic, Expression
from autolens_like.model.tree import Node, Structure

_CONCRETE = (int, float, np.number)

#: A value of the plan: ("vector" | "constant" | "built", index).
_Slot = tuple[str, int]


class Plan:
    """The steps from a parameter vector to an instance.

    Every value has a slot: first the entries of the vector, then the constants,
    then what each step builds from earlier slots. Entries of the vector are
    passed on untouched, so that they may be JAX tracers.

    Parameters
    ----------
    root
        The tree.
    structure
        Its priors.
    """

    def __init__(self, root: Node, structure: Structure) -> None:
        self.size = len(structure.priors)
        compiler = _Compiler(structure.index)
        result = compiler.slot_of(root)
        self._constants = compiler.constants
        self._result = self._position(result)
        self._steps = [
            (build, _getter([self._position(slot) for slot in slots]))
            for build, slots in compiler.steps
        ]
        self._assertions = [
            (item, self._side(item.left, structure), self._side(item.right, structure))
            for item in structure.assertions
        ]

    def instance(self, values: list[Any]) -> Any:
        """The object that a list of vector entries stands for."""
        slots = values + self._constants
        put = slots.append
        for build, arguments in self._steps:
            put(build(arguments(slots)))
        return slots[self._result]

    def check_assertions(self, values: list[Any]) -> None:
        """Raise `exc.ResampleException` where concrete values break an assertion."""
        for comparison, left_of, right_of in self._assertions:
            left, right = left_of(values), right_of(values)
            if not (isinstance(left, _CONCRETE) and isinstance(right, _CONCRETE)):
                continue
            if not comparison.holds_for(left, right):
                name = f" '{comparison.name}'" if comparison.name else ""
                raise exc.ResampleException(
                    f"The model's assertion{name} {left} {comparison.symbol} {right} "
                    "does not hold for this parameter vector."
                )

    def _position(self, slot: _Slot) -> int:
        kind, index = slot
        offset = {"vector": 0, "constant": self.size}
        return index + offset.get(kind, self.size + len(self._constants))

    def _side(self, side: Any, structure: Structure) -> Callable[[list[Any]], Any]:
        if not isinstance(side, Arithmetic):
            return lambda values: side
        index = structure.index
        for prior in side.leaves():
            if prior not in index:
                raise exc.ModelException(
                    f"An assertion compares {prior!r}, which is no parameter of the "
                    "model any more; add the assertion after the parameters are set."
                )
        return (
            side.function(index)
            if isinstance(side, Expression)
            else itemgetter(index[side])
        )


class _Compiler:
    """The slots and steps of a tree, children before parents."""

    def __init__(self, index: dict[Prior, int]) -> None:
        self.index = index
        self.constants: list[Any] = []
        self.steps: list[tuple[Callable[[tuple[Any, ...]], Any], list[_Slot]]] = []
        self._known: dict[Any, _Slot] = {}

    def slot_of(self, child: Any) -> _Slot:
        if isinstance(child, Prior):
            return "vector", self.index[child]
        if isinstance(child, Expression):
            if child not in self._known:
                self._known[child] = self._derived(child)
            return self._known[child]
        if not isinstance(child, Node):
            return self._constant(child)
        if id(child) not in self._known:
            self._known[id(child)] = self._built(child)
        return self._known[id(child)]

    def _built(self, node: Node) -> _Slot:
        children = node.children()
        slots = [self.slot_of(child) for child in children.values()]
        build = node.builder(tuple(children))
        if node.is_shared_when_fixed and all(kind == "constant" for kind, _ in slots):
            return self._constant(
                build(tuple(self.constants[index] for _, index in slots))
            )
        # Tuples of the same parameters, such as the one centre of a basis, are one.
        same = (type(node), tuple(slots)) if node.is_hidden_in_names else None
        if same is not None and same in self._known:
            return self._known[same]
        self.steps.append((build, slots))
        slot = ("built", len(self.steps) - 1)
        if same is not None:
            self._known[same] = slot
        return slot

    def _derived(self, formula: Expression) -> _Slot:
        leaves = formula.leaves()
        place = {prior: index for index, prior in enumerate(leaves)}
        slots = [self.slot_of(prior) for prior in leaves]
        self.steps.append((formula.function(place), slots))
        return "built", len(self.steps) - 1

    def _constant(self, value: Any) -> _Slot:
        self.constants.append(value)
        return "constant", len(self.constants) - 1


def _getter(positions: list[int]) -> Callable[[list[Any]], tuple[Any, ...]]:
    if not positions:
        return lambda slots: ()
    if len(positions) == 1:
        only = positions[0]
        return lambda slots: (slots[only],)
    return itemgetter(*positions)
