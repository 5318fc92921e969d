"""CSL-JSON, which Zotero, Paperpile, pandoc and citation processors read and write."""
