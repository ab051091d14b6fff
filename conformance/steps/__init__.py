"""The Norwegian steps: they only use the ports, and leave judgement to `conformance.checks`."""
