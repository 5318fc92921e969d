"""Records → what Rich prints; running a command and rendering its result are separate."""
