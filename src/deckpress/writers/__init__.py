"""From the model, or from plain data, to files: packages, YAML banks, texts, previews. No clock, no environment."""
