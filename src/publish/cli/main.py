"""The command `publish`."""


def main() -> None:
    """Run the command line."""
