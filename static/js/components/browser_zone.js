// Chooses the visitor's own time zone where nobody has chosen one yet.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const select of document.querySelectorAll("select[data-browser-zone]")) {
  if ([...select.options].some((option) => option.value === zone)) select.value = zone;
}
