"""Improvement actions: plan, do, check, act; what was promised, who answers for it, and whether it worked.

The project's report reads them: every change writes ``workbench/actions.csv`` anew (``bringing_round``).
"""
