// Says that something is not saved yet, and warns before it is lost.
document.querySelectorAll("[data-save-bar]").forEach((bar) => {
  const form = bar.closest("form");
  const state = bar.querySelector("[data-save-state]");
  let isChanged = false;
  form?.addEventListener("input", () => {
    isChanged = true;
    state.textContent = bar.dataset.unsaved;
  });
  form?.addEventListener("submit", () => (isChanged = false));
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
});
