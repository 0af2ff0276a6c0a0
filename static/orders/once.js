// A second press of the same button sends nothing while the first is on its way. The server would find the first anyway.
for (const form of document.querySelectorAll("[data-once], [data-checkout]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.isSent) return event.preventDefault();
    form.dataset.isSent = "yes";
    form.setAttribute("aria-busy", "true");
  });
}

// Coming back by the browser's own button shows the page as it was left: sent, and yet usable again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-is-sent]")) {
    delete form.dataset.isSent;
    form.removeAttribute("aria-busy");
  }
});
