"""Akseptansedokumentasjon: what is packed from a run, signed, and verified later."""
