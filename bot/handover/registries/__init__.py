"""Registries of models: what one says, how MLflow is asked, and what has changed since."""
