"""The search index in Milvus: beyond one machine, or in a file through Milvus Lite."""
