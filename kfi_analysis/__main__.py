"""`python -m kfi_analysis` is the same program as `kfi`."""

from kfi_analysis.cli import main

if __name__ == "__main__":
    main()
