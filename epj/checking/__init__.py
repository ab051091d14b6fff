"""How `epj check` shows what was seen."""
