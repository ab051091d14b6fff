"""Whether something is ready for production, decided from stored packs and a policy."""
