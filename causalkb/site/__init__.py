"""The evidence as a static web site: plain files that need no server and no network."""
