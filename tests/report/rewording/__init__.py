"""Tests of what a language model may say."""
