// A <details> menu that closes when one looks elsewhere, and moves by arrow keys.
document.querySelectorAll("[data-menu]").forEach((menu) => {
  const summary = menu.querySelector("summary");
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      summary.focus();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(menu, event);
  });
  menu.addEventListener("focusout", (event) => {
    if (menu.open && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("[data-menu][open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

function move(menu, event) {
  const items = [...menu.querySelectorAll(".menu__item")];
  if (!items.length) return;
  event.preventDefault();
  menu.open = true;
  const by = event.key === "ArrowDown" ? 1 : -1;
  const from = items.indexOf(document.activeElement);
  items[(from + by + items.length) % items.length].focus();
}
