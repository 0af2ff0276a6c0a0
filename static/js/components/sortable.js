// Moves a line of a list up or down in place; without scripts its buttons have the page do it.
document.querySelectorAll("[data-sortable]").forEach((list) => {
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sortable-move]");
    if (!button) return;
    event.preventDefault();
    const item = button.closest("[data-sortable-item]");
    const up = button.dataset.sortableMove === "-1";
    const other = up ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (up) other.before(item);
    else other.after(item);
    const stays = getComputedStyle(button).visibility === "visible";
    (stays ? button : item.querySelector(`[data-sortable-move="${up ? 1 : -1}"]`)).focus();
  });
});
