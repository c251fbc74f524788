# Adapts a page of the argument parser's generator to the conventions of manual pages: the page of
# `asr-audit gate` is called asr-audit-gate, as `man asr-audit gate` and `whatis` expect; empty lines
# become paragraphs; the exit statuses are those in asr-audit(1).
/^\.(Dt|Xr) / {
  head = substr($0, 1, 4); rest = substr($0, 5)
  gsub(/\./, "-", rest)
  print head rest
  next
}
/^\.Sh / { section = $2 }
section == "NAME" && /^\.Nm "/ {
  name = substr($0, 5)
  gsub(/"/, "", $0); command = substr($0, 5); gsub(/ /, "-", command)
  print ".Nm " command
  next
}
section == "NAME" && /^\.Nd "/ { gsub(/^\.Nd "|"$/, ""); print ".Nd " $0; next }
section == "SYNOPSIS" && $0 == ".Nm" && name != "" { print ".Nm " name; next }
/^\.Sh "EXIT STATUS"/ && name == "" { next }
$0 == ".Ex -std" {
  if (name != "") { print ".Xr asr-audit 1"; print "lists the exit statuses." }
  next
}
$0 == "" { print ".Pp"; next }
{ print }
