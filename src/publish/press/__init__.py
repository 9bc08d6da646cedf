"""A PDF becomes what a printer takes: imposition first."""
