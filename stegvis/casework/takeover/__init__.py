"""Takes over somebody's own follow-up file: columns are pointed out once, every row is previewed,
corrected and then written. The file fills in what Stegvis lacks; what Stegvis has stands, and a
difference is told. So the same file again changes nothing."""
