"""`python -m kzpolicy_nlp` is `kzpolicy`."""

from .cli import main

if __name__ == "__main__":
    main(prog_name="kzpolicy")
