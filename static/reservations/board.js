// The board keeps itself up to date, quietly: what is read aloud is the one sentence that says how the day is going.
const EVERY = 10_000;
const GIVE_UP_WAITING = 8_000;

const board = document.querySelector("[data-board]");
const words = document.querySelector("[data-board-words]");
let known = null;

async function update() {
  if (document.hidden) return;
  try {
    const response = await fetch(board.dataset.url, {
      headers: { "X-Door": "board" },
      signal: AbortSignal.timeout(GIVE_UP_WAITING),
    });
    const text = await response.text();
    if (!response.ok || response.redirected || !text.includes("data-board-now") || text === known) return;
    known = text;
    show(text);
  } catch {
    // The next turn asks again.
  }
}

function show(html) {
  // A link that has the focus keeps it.
  const focused = board.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  board.innerHTML = html;
  if (focused) board.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  const now = board.querySelector("[data-board-now]").dataset.boardNow;
  if (words.textContent !== now) words.textContent = now;
}

setInterval(update, EVERY);
document.addEventListener("visibilitychange", update);
