// A part of the page that tells how far something is: fetched anew every few seconds until it is done.
async function refresh(part) {
  const seconds = Number(part.dataset.refresh);
  if (!seconds) return;
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  refresh(document.hidden ? part : await renewed(part));
}

async function renewed(part) {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (!answer.ok || !found) return part;
    // Whoever is about to press a button keeps it under the fingers.
    if (part.contains(document.activeElement) && found.dataset.refresh) {
      const fresh = found.querySelectorAll(".progress");
      part.querySelectorAll(".progress").forEach((shown, place) => fresh[place] && shown.replaceWith(fresh[place]));
      return part;
    }
    part.replaceWith(found);
    return found;
  } catch {
    // No connection: the next time may have one.
    return part;
  }
}

document.querySelectorAll("[data-refresh]").forEach(refresh);
