// Puts the rows of a list in order by dragging, and keeps the focus where the step buttons were pressed.
import { announce } from "../js/components/live_region.js";
import { toast } from "../js/components/toast.js";

document.querySelectorAll("[data-order-list]").forEach((list) => {
  const form = list.closest("form");
  let dragged = null;
  let before = "";

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-order-step]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-order-row]");
    const isUp = button.dataset.orderStep === "up";
    const other = isUp ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (isUp) other.before(row);
    else other.after(row);
    settle(list);
    (button.disabled ? row.querySelector("[data-order-step]:not([disabled])") : button)?.focus();
    save(list, form, row);
  });

  list.addEventListener("pointerdown", (event) => {
    if (event.button || !event.target.closest("[data-order-grip]")) return;
    event.preventDefault();
    dragged = event.target.closest("[data-order-row]");
    before = order(list).join();
    dragged.classList.add("is-dragged");
    list.setPointerCapture(event.pointerId);
  });
  list.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const over = rows(list).find((row) => row !== dragged && isOver(row, event.clientY));
    if (!over) return;
    if (dragged.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING) over.after(dragged);
    else over.before(dragged);
  });
  const drop = () => {
    if (!dragged) return;
    dragged.classList.remove("is-dragged");
    settle(list);
    if (order(list).join() !== before) save(list, form, dragged);
    dragged = null;
  };
  list.addEventListener("pointerup", drop);
  list.addEventListener("pointercancel", drop);
});

function rows(list) {
  return [...list.querySelectorAll("[data-order-row]")];
}

function order(list) {
  return rows(list).map((row) => row.dataset.orderRow);
}

// Beyond its middle, so that rows of different heights do not flutter.
function isOver(row, y) {
  const box = row.getBoundingClientRect();
  return y > box.top + box.height / 4 && y < box.bottom - box.height / 4;
}

function settle(list) {
  const all = rows(list);
  all.forEach((row, place) => {
    row.querySelector('[data-order-step="up"]').disabled = place === 0;
    row.querySelector('[data-order-step="down"]').disabled = place === all.length - 1;
  });
}

async function save(list, form, row) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  order(list).forEach((id) => body.append("order", id));
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Order": "1" } });
    if (answer.status !== 204) throw new Error(answer.statusText);
    const place = rows(list).indexOf(row) + 1;
    announce(
      list.dataset.orderWords
        .replace("{name}", row.dataset.orderName)
        .replace("{place}", place)
        .replace("{count}", rows(list).length),
    );
  } catch {
    toast(list.dataset.orderFailed, "bad");
  }
}
