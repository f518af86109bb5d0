"""Narrative: findings in words, Chinese and English. The only room with words in it, and the only one that formats.

``formats`` turns numbers into text, ``words/`` holds names and sentence templates, ``narrator`` puts both together.
"""
