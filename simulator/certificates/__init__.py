"""Test certificates of simulated parties: an authority of our own in each test area, and keys made when asked for."""

from __future__ import annotations

from simulator.certificates.issuing import Bits, Subject, Use
from simulator.certificates.wallet import SCHEMA, Certificate, Certificates

__all__ = ["SCHEMA", "Bits", "Certificate", "Certificates", "Subject", "Use"]
