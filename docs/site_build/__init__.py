"""Site build."""
