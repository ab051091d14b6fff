"""Our formats beside the tools of those who made them; run by hand."""
