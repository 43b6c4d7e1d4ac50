"""The page "Angka": a question in a form, its answer in words, tables and pictures."""
