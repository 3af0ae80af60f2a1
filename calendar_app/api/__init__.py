"""The API under /api/v1/: the same rules, rights and log as the pages, for programs.

An operation finds, calls and answers, as a view does. What it takes and what it shows is read off the forms of the
pages (`shapes`), so that a field is described once.
"""
