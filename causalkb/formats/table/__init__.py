"""References in CSV and TSV with a header, as databases and spreadsheets have them."""
