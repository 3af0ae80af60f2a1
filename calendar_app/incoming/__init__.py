"""Events of a calendar file that somebody brings: read in a process of their own, weighed, and taken over."""
