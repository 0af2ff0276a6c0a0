// Looks how far the gathering of one's data has come, and shows that in place.
const EVERY = 3000;

async function look() {
  if (!document.querySelector("[data-making]")) return;
  try {
    const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-export]");
    if (answer.ok && fresh) document.querySelector("[data-export]").replaceWith(document.adoptNode(fresh));
  } catch {
    // The network is away for a moment: look again.
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
