"""Stands for the real package: says what it was started with."""
