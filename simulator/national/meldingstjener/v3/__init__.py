"""MSH v3, a second face on the same messages as v2; what its source leaves open is read as v2 has it (I)."""
