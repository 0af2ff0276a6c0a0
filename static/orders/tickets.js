// A ticket's code as large as the screen, bright and awake; arrows and swipes turn to the next ticket.
const screen = document.getElementById("pass-screen");
const passes = [...document.querySelectorAll("[data-pass]")];
let at = 0;
let awake = null;

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-pass]");
  if (!opener || !screen?.showModal || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  show(passes.indexOf(opener));
  screen.showModal();
  stayAwake();
});

screen?.addEventListener("close", () => {
  awake?.release();
  awake = null;
  passes[at]?.focus();
});

screen?.addEventListener("keydown", ({ key }) => {
  const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = document.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
  if (key === forward) turn(1);
  if (key === back) turn(-1);
});

document.getElementById("pass-after")?.addEventListener("click", () => turn(1));
document.getElementById("pass-before")?.addEventListener("click", () => turn(-1));

let startX = 0;
screen?.addEventListener("touchstart", ({ touches }) => { startX = touches[0].clientX; }, { passive: true });
screen?.addEventListener("touchend", ({ changedTouches }) => {
  const moved = changedTouches[0].clientX - startX;
  if (Math.abs(moved) < 60) return;
  turn((moved < 0) === (document.dir !== "rtl") ? 1 : -1);
});

function turn(by) {
  const next = at + by;
  if (next >= 0 && next < passes.length) show(next);
}

function show(index) {
  at = index;
  const { name, type, code } = passes[at].dataset;
  part("code").replaceChildren(passes[at].querySelector("svg.qr").cloneNode(true));
  part("name").textContent = name;
  part("type").textContent = type;
  part("number").textContent = code;
  part("turn").hidden = passes.length < 2;
  part("place").textContent = `${at + 1} / ${passes.length}`;
}

function part(name) {
  return screen.querySelector(`[data-pass-${name}]`);
}

async function stayAwake() {
  try {
    awake = await navigator.wakeLock?.request("screen");
  } catch {
    // Low battery, or a browser without it: the screen then dims as it always does.
  }
}
