// Counts a hold down by the server's seconds, since the visitor's clock may be wrong.
const WARN_BELOW = 120;

function start(element) {
  const end = performance.now() + Number(element.dataset.seconds) * 1000;
  const left = element.querySelector("[data-countdown-left]");
  const said = element.querySelector("[data-countdown-said]");
  const tick = () => {
    const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (seconds <= WARN_BELOW && !element.classList.contains("is-urgent")) {
      element.classList.add("is-urgent");
      said.textContent = element.dataset.warning;
    }
    left.textContent = seconds <= WARN_BELOW ? ` (${clock(seconds)})` : "";
    if (seconds === 0) return finish(element, said);
    setTimeout(tick, 1000);
  };
  tick();
}

function finish(element, said) {
  element.classList.add("is-over");
  said.textContent = element.dataset.over;
  if (element.dataset.overUrl) window.location.assign(element.dataset.overUrl);
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

document.querySelectorAll("[data-countdown]").forEach(start);
