// Says something to screen readers without moving the focus.
export function announce(text) {
  const region = document.querySelector("[data-live-region]");
  if (!region) return;
  const words = document.createElement("span");
  words.className = "visually-hidden";
  words.textContent = text;
  region.append(words);
  setTimeout(() => words.remove(), 5000);
}
