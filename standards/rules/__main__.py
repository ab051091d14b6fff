"""`python -m standards.rules` prints the register as the page docs/rules.md."""

from __future__ import annotations

import sys

from standards.rules.page import page

if __name__ == "__main__":
    sys.stdout.buffer.write(page().encode())
