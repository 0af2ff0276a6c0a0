// Keeps the figures of a cancelled event true while somebody looks at them. Without it, a link looks again.
const parts = "[data-progress]";

function lookLater() {
  const seconds = Number(document.querySelector(parts)?.dataset.againIn);
  if (seconds) setTimeout(look, seconds * 1000);
}

async function look() {
  const shown = document.querySelector(parts);
  // Whoever is at a button or link there is not to lose it.
  if (document.hidden || shown.contains(document.activeElement)) return lookLater();
  const answer = await fetch(location.href).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(parts);
    if (fresh) shown.replaceWith(fresh);
  }
  lookLater();
}

lookLater();
