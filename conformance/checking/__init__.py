"""A look at everything around a target before scenario 1: what is wrong, who mends it, and what to ask them for."""
