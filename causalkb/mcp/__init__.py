"""The server for assistants: tools, resources and prompts of the Model Context Protocol.

``import mcp`` inside this package is the SDK of that name (extra ``causalkb[mcp]``).
"""
