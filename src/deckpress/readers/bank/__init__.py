"""The YAML bank: strict, every value a text as written, every finding with ``file:line:column``.

Read: format version 1 as `docs/bank-format.md` describes it. Not read: YAML tags, several documents in a file, merge keys (``<<``).
"""

from deckpress.readers.bank.bank import FORMAT_VERSION, read_anyway, read_bank
from deckpress.readers.text import decode_bank, read_bytes

__all__ = ["FORMAT_VERSION", "decode_bank", "read_anyway", "read_bank", "read_bytes"]
