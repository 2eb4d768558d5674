"""``python -m dragoman`` is the command line."""

from dragoman.serve.cli import main

if __name__ == "__main__":
    main()
