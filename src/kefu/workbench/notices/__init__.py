"""What somebody should know: a notice in the page and, where ``notices.yaml`` says so, by e-mail and in robots' groups.

Any app calls ``notices.services.notify``; the same thing is never told to the same person twice.
"""
