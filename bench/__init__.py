"""Benchmarks: Kefu beside plain DuckDB in one run, as ratios, because seconds of another machine say nothing.

``python -m bench`` runs all three on a made-up company of a million tickets; ``python -m bench import``, ``metrics`` or
``report`` one of them; ``--tickets`` makes the company smaller. What was measured is in docs/reference/benchmarks.md.
"""
