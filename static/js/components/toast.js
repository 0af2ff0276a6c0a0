// A short word on what just happened. It stays long enough to be read and waits while it is pointed at.
const READING_TIME = 6000;

export function toast(text, tone = "good") {
  const region = document.querySelector("[data-live-region]");
  if (!region) return;
  const box = document.createElement("div");
  box.className = "toast";
  box.dataset.tone = tone;
  box.textContent = text;
  region.append(box);
  const leave = () => (box.matches(":hover") ? setTimeout(leave, 1000) : box.remove());
  setTimeout(leave, READING_TIME);
}
