// Keeps the dashboard's figures up to date. Only what changed is written, so that only that is read out.
const EVERY = 20_000;

for (const region of document.querySelectorAll("[data-live]")) {
  setInterval(() => document.visibilityState === "visible" && refresh(region), EVERY);
}

async function refresh(region) {
  const answer = await fetch(region.dataset.live, { headers: { Accept: "application/json" } }).catch(() => null);
  // Signed out, suspended or offline: the next look at the page says so.
  if (!answer?.ok || answer.redirected) return;
  const { figures } = await answer.json();
  region.querySelectorAll(".figure").forEach((figure, place) => {
    write(figure.querySelector(".figure__value"), figures[place]?.text);
    write(figure.querySelector("[data-more]"), figures[place]?.more);
  });
}

function write(element, text) {
  if (element && text && element.textContent !== text) element.textContent = text;
}
