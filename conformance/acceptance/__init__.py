"""Binds the feature files to pytest."""

from pathlib import Path

import pytest

FEATURES = pytest.StashKey[Path]()
"""Where in pytest's configuration the runner has put the folder of the feature files."""
