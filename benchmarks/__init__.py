"""What `make bench` runs: publish beside its peers, on the same input, in the same run."""
