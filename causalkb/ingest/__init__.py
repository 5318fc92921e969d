"""Sources → works and passages: readers, identity, merging, import."""
