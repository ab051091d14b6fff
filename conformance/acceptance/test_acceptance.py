"""Every scenario of the feature files becomes a test here."""

from pytest_bdd import scenarios
from pytest_bdd.utils import CONFIG_STACK

from conformance.acceptance import FEATURES

scenarios(*(str(path) for path in CONFIG_STACK[-1].stash[FEATURES]))
