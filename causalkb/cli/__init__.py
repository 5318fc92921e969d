"""What a person touches: Typer and Rich; no SQL, no arrays, no logic."""
