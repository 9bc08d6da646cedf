"""publish.yaml, front matter and flags become a Plan, in which nothing is optional."""
