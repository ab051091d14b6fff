"""Facts: what is worked out the first time somebody asks, and then simply there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

Value = TypeVar("Value")


class fact(Generic[Value]):  # noqa: N801  # reads as the decorator that it is
    """A property that is asked once; without the lock that `functools.cached_property` takes in Python 3.11."""

    def __init__(self, make: Callable[[Any], Value]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, subject: None, owner: type) -> Self: ...
    @overload
    def __get__(self, subject: object, owner: type) -> Value: ...
    def __get__(self, subject: object | None, owner: type) -> Self | Value:
        """The value; from now on it lies in the object itself and this is not called again."""
        if subject is None:
            return self
        value = self._make(subject)
        subject.__dict__[self._name] = value
        return value
