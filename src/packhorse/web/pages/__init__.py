"""Pages across all stages."""
