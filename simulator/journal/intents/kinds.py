"""What an intent is: a function from parameters to data, with a remark to staff or None."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.journal.params import Params
from simulator.journal.unit import Unit

Data = dict[str, Any]
Intent = Callable[[Unit, Params], tuple[Data, str | None]]
