// Counts a hold down by the server's seconds, since the visitor's clock may be wrong.
const WARN_BELOW = 120;

const running = new WeakMap();

// Starts, or starts anew with the element's present seconds. Tells "countdown:warning" and "countdown:over".
export function start(element) {
  clearTimeout(running.get(element));
  element.classList.remove("is-urgent", "is-over");
  const end = performance.now() + Number(element.dataset.seconds) * 1000;
  const left = element.querySelector("[data-countdown-left]");
  const said = element.querySelector("[data-countdown-said]");
  said.textContent = "";
  const tick = () => {
    const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    if (seconds <= WARN_BELOW && !element.classList.contains("is-urgent")) {
      element.classList.add("is-urgent");
      said.textContent = element.dataset.warning;
      element.dispatchEvent(new CustomEvent("countdown:warning", { bubbles: true }));
    }
    left.textContent = seconds <= WARN_BELOW ? ` (${clock(seconds)})` : "";
    if (seconds === 0) return finish(element, said);
    running.set(element, setTimeout(tick, 1000));
  };
  tick();
}

function finish(element, said) {
  element.classList.add("is-over");
  said.textContent = element.dataset.over;
  element.dispatchEvent(new CustomEvent("countdown:over", { bubbles: true }));
  if (element.dataset.overUrl) window.location.assign(element.dataset.overUrl);
}

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

document.querySelectorAll("[data-countdown]").forEach(start);
