"""A folder of banks as one piece of work: finding them, checking them, building them, remembering what was built."""
