"""From lessons to results to sites: keys, store, execution, restore, render."""
