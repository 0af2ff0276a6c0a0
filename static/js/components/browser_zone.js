// Chooses the visitor's own time zone where nobody has chosen one yet. "UTC" is what a browser says that tells nobody.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const select of zone === "UTC" ? [] : document.querySelectorAll("select[data-browser-zone]")) {
  if ([...select.options].some((option) => option.value === zone)) select.value = zone;
}
