"""`python -m autolens_like.cli`: the command where no script of it is on the path."""

from autolens_like.cli.main import main

if __name__ == "__main__":
    main()
