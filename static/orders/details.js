// The details page: more time without leaving the page, and no second submit of the same form.
import { start } from "../js/components/countdown.js";
import { announce } from "../js/components/live_region.js";
import { toast } from "../js/components/toast.js";
import "./once.js";

const hold = document.querySelector("[data-hold]");
const dialog = document.getElementById("more-time");
const form = document.getElementById("details-form");

// Warned early enough that everybody can act on it (WCAG 2.2.1); later warnings stay with the countdown itself.
document.addEventListener("countdown:warning", () => {
  if (dialog && !dialog.open) dialog.showModal();
});

document.addEventListener("countdown:over", () => {
  dialog?.close();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-extend]");
  if (!button || !hold) return;
  event.preventDefault();
  extend(button);
});

async function extend(button) {
  button.disabled = true;
  try {
    const answer = await fetch(hold.dataset.extensionUrl, { method: "POST", body: token(), headers: { Accept: "application/json" } });
    const said = await answer.json();
    if (answer.ok) goOn(said);
    else toast(said.message, "warn");
    if (answer.status === 410) form.requestSubmit(hiddenButton("extend"));
  } catch {
    // No network, or an answer that is none: the form itself asks, and keeps what was typed.
    form.requestSubmit(hiddenButton("extend"));
  } finally {
    button.disabled = false;
    dialog?.close();
  }
}

function goOn(said) {
  const countdown = hold.querySelector("[data-countdown]");
  countdown.dataset.seconds = said.seconds;
  const time = countdown.querySelector("time");
  if (time) time.textContent = said.time;
  start(countdown);
  announce(said.message);
  if (!said.may_extend) document.querySelectorAll("[data-extend]").forEach((each) => each.remove());
}

function token() {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  return body;
}

function hiddenButton(name) {
  const button = document.createElement("button");
  Object.assign(button, { name, value: "1", formNoValidate: true, hidden: true });
  form.append(button);
  return button;
}
