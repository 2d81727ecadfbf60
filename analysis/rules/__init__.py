"""Rule packs: what is judged by, read from files beside this one, checked, dated, and said in words."""
