// A part of the page that tells how far something is: fetched anew every few seconds until it is done.
async function refresh(part) {
  const seconds = Number(part.dataset.refresh);
  if (!seconds) return;
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  let next = part;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (answer.ok && found) {
      // Whoever is about to press a button keeps it under the fingers.
      if (part.contains(document.activeElement) && found.dataset.refresh) {
        const progress = part.querySelector(".progress");
        const fresh = found.querySelector(".progress");
        if (progress && fresh) progress.replaceWith(fresh);
      } else {
        part.replaceWith(found);
        next = found;
      }
    }
  } catch {
    // No connection: the next time may have one.
  }
  refresh(next);
}

document.querySelectorAll("[data-refresh]").forEach(refresh);
