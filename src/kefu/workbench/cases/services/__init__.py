"""Writes, one file for each thing that is written: handling, evidence, hand-overs, grants, experts, urgent problems."""
