"""Binds the feature files to pytest."""

from pathlib import Path

import pytest

FEATURES = pytest.StashKey[tuple[Path, ...]]()
"""Where in pytest's configuration the runner has put the feature files that have something to run."""
