// The steward's scanner: codes from the camera or the keyboard, each judged by the server as one scan.
import { decodeFrames, startCamera } from "./camera.js";
import { signal, wakeSound } from "./signals.js";

const RETRY_EVERY = 2000;
const GIVE_UP_WAITING = 5000;
const COUNT_EVERY = 5000;
// A code that stays in view is one scan; once it was away this long, showing it is a new one.
const GONE_AFTER = 2500;

const scanner = document.querySelector("[data-scanner]");
const form = document.querySelector("[data-scan-form]");
const place = document.querySelector("[data-result-place]");
const camera = document.querySelector("[data-camera]");
const status = document.querySelector("[data-camera-status]");

let attempt = null;
let inView = { text: "", seenAt: 0 };

function scan(text) {
  const body = new FormData(form);
  body.set("code", text);
  body.set("scan_id", crypto.randomUUID ? crypto.randomUUID() : randomId());
  send(form.action, body);
}

async function send(url, body) {
  const mine = (attempt = { url, body });
  say(camera.dataset.checking);
  const answer = await ask(url, body);
  if (mine !== attempt) return;
  if (answer === null) return waitAndRetry(mine);
  attempt = null;
  say(camera.classList.contains("is-running") ? camera.dataset.ready : "");
  show(answer);
  count();
}

// The answer as HTML; null when it is not known whether the server heard us.
async function ask(url, body) {
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { "X-Door": "result" },
      signal: AbortSignal.timeout(GIVE_UP_WAITING),
    });
    if (response.status >= 500 || response.status === 429) return null;
    const text = await response.text();
    return text.includes("data-result=") && !response.redirected ? text : template("signed-out");
  } catch {
    return null;
  }
}

function waitAndRetry(mine) {
  if (place.querySelector("[data-result]")?.dataset.result !== "no_connection") show(template("no-connection"));
  mine.timer = setTimeout(() => mine === attempt && send(mine.url, mine.body), RETRY_EVERY);
}

function template(name) {
  return document.querySelector(`template[data-${name}]`).innerHTML;
}

function show(html) {
  place.innerHTML = html;
  const result = place.querySelector("[data-result]");
  signal(result.dataset.tone);
  // Never the button that undoes: a handheld scanner ends each code with Enter.
  const harmless = result.querySelector("[aria-invalid]") ?? result.querySelector("[data-again]") ?? result.querySelector("[data-next]") ?? result.querySelector("a");
  harmless?.focus({ preventScroll: !harmless.matches("[aria-invalid]") });
}

function clear() {
  clearTimeout(attempt?.timer);
  attempt = null;
  place.replaceChildren();
  form.elements.code.value = "";
}

function say(words) {
  if (status.textContent !== words) status.textContent = words;
}

function seen(text) {
  const now = performance.now();
  const isHeld = text === inView.text && now - inView.seenAt < GONE_AFTER;
  inView = { text, seenAt: now };
  // While one scan waits for the network nothing else is scanned: the steward must know how it ended.
  if (!isHeld && attempt === null) scan(text);
}

async function count() {
  if (document.hidden) return;
  try {
    const response = await fetch(scanner.dataset.countUrl, { headers: { Accept: "application/json" } });
    if (!response.ok) return;
    const { counts } = await response.json();
    for (const [name, value] of Object.entries(counts)) {
      const place = document.querySelector(`[data-count="${name}"]`);
      if (place) place.textContent = value;
    }
  } catch {
    // The count is a comfort; a scan says by itself when there is no connection.
  }
}

function randomId() {
  // Pages over plain HTTP have no randomUUID.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

async function start() {
  camera.querySelector("[data-start]").hidden = true;
  say(camera.dataset.starting);
  try {
    const video = camera.querySelector("[data-video]");
    await startCamera(video, camera.querySelector("[data-torch]"));
    camera.classList.add("is-running");
    say(camera.dataset.ready);
    decodeFrames(video, scanner.dataset.wasmUrl, seen);
  } catch (error) {
    camera.querySelector("[data-start]").hidden = false;
    say(error.name === "NotAllowedError" ? camera.dataset.refused : camera.dataset.missing);
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (form.elements.code.value.trim()) scan(form.elements.code.value);
});

place.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-door-form]")) return;
  event.preventDefault();
  const body = new FormData(event.target);
  // A button may stand for an answer of its own: a reason that is given with one tap.
  if (event.submitter?.name) body.set(event.submitter.name, event.submitter.value);
  send(event.target.action, body);
});

place.addEventListener("click", (event) => {
  if (event.target.closest("[data-next]")) {
    event.preventDefault();
    clear();
  } else if (event.target.closest("[data-again]") && attempt) {
    clearTimeout(attempt.timer);
    send(attempt.url, attempt.body);
  }
});

// What unfolds below the screen's edge is brought into view.
place.addEventListener("toggle", (event) => event.target.open && event.target.scrollIntoView({ block: "nearest" }), true);

// A handheld scanner types like a keyboard: its first character closes the last result and begins the next code.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return clear();
  const isTyping = event.target.matches("input, textarea, select");
  if (isTyping || event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey || event.altKey) return;
  if (attempt === null) clear();
  form.elements.code.focus();
});

camera.querySelector("[data-start]").addEventListener("click", () => {
  wakeSound();
  start();
});
setInterval(count, COUNT_EVERY);

const known = place.querySelector("[data-result]");
if (known) signal(known.dataset.tone);
// Where the camera was allowed before, scanning goes on by itself.
navigator.permissions
  ?.query({ name: "camera" })
  .then((permission) => permission.state === "granted" && start())
  .catch(() => {});
