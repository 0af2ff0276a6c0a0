// Waits for a payment: looks every two seconds, and has the server ask the provider every ten.
const place = document.querySelector("[data-waiting]");
const EVERY = 2000;
const ASK_PROVIDER_AFTER = 5;
let looked = 0;

async function look() {
  looked += 1;
  try {
    const answer = await fetch(place.dataset.stateUrl, { headers: { Accept: "application/json" } });
    const { state } = await answer.json();
    if (state !== "waiting" || looked >= ASK_PROVIDER_AFTER) return window.location.replace(place.dataset.url);
  } catch {
    // The network is away for a moment: look again.
  }
  setTimeout(look, EVERY);
}

if (place) setTimeout(look, EVERY);
