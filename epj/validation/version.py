"""The version of this installation, for reports that name the tool that made them."""

from __future__ import annotations

import importlib.metadata

VERSION = importlib.metadata.version("epj-testbenk")
