"""How what we send is signed and encrypted, and what comes is opened, by the target file and the address registry."""
