"""Bank → notes, still plain data: field values as safe HTML, tags, cards. Note types and card templates live here, too."""
