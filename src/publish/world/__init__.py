"""The only door outside: disk inside the project, processes, fonts, assets, clock."""
