// Cuts a picture by dragging, or by keys. The numbers beside it stay: they are what is sent, and the way without this.
const SIDES = ["left", "top", "right", "bottom"];
const LEAST = 10;
const STEP = 1;
const STRIDE = 10;
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const GRIPS = ["top left", "top", "top right", "right", "bottom right", "bottom", "bottom left", "left"];

function enhance(area) {
  const form = area.closest("form");
  const inputs = Object.fromEntries(SIDES.map((side) => [side, form.elements[`crop_${side}`]]));
  const stage = area.querySelector("[data-crop-stage]");
  const frame = area.querySelector("[data-crop-frame]");
  const said = area.querySelector("[data-crop-said]");
  let told = 0;

  // What is cut off each side, in percent, as the numbers say.
  const read = () => {
    const cut = {};
    for (const side of SIDES) cut[side] = Math.min(Math.max(Math.round(Number(inputs[side].value)) || 0, 0), 90);
    return cut;
  };
  const draw = () => {
    const cut = read();
    for (const side of SIDES) frame.style[side] = `${cut[side]}%`;
    return cut;
  };
  const write = (cut) => {
    for (const side of SIDES) {
      const value = String(Math.round(cut[side]));
      if (inputs[side].value === value) continue;
      inputs[side].value = value;
      inputs[side].dispatchEvent(new Event("input", { bubbles: true }));
    }
    draw();
    clearTimeout(told);
    told = setTimeout(() => tell(said, area.dataset.said, cut), 300);
  };

  for (const edges of GRIPS) {
    const grip = document.createElement("span");
    grip.className = "crop__grip";
    grip.dataset.edges = edges;
    frame.append(grip);
  }
  frame.hidden = false;
  area.classList.add("is-enhanced");
  for (const side of SIDES) inputs[side].addEventListener("input", draw);
  frame.addEventListener("keydown", (event) => {
    const cut = byKey(event, read());
    if (!cut) return;
    event.preventDefault();
    write(cut);
  });
  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const start = { cut: read(), x: event.clientX, y: event.clientY, box: stage.getBoundingClientRect() };
    const edges = event.target.dataset?.edges?.split(" ");
    const drag = edges ? resized(edges) : event.target === frame ? moved : null;
    if (!drag) return;
    event.preventDefault();
    frame.focus({ preventScroll: true });
    stage.setPointerCapture(event.pointerId);
    const go = (now) => {
      const by = [((now.clientX - start.x) / start.box.width) * 100, ((now.clientY - start.y) / start.box.height) * 100];
      write(drag(start.cut, ...by));
    };
    stage.addEventListener("pointermove", go);
    const stop = () => stage.removeEventListener("pointermove", go);
    stage.addEventListener("lostpointercapture", stop, { once: true });
  });
  draw();
}

function byKey(event, cut) {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const by = event.shiftKey && event.key in MOVES ? STRIDE : STEP;
  if (event.key in MOVES) return moved(cut, ...MOVES[event.key].map((each) => each * by));
  if (event.key === "+" || event.key === "=") return grown(cut, -STEP);
  if (event.key === "-" || event.key === "_") return grown(cut, STEP);
  return null;
}

// The same part, elsewhere; it stops at the picture's edges.
function moved(cut, right, down) {
  const x = Math.min(Math.max(right, -cut.left), cut.right);
  const y = Math.min(Math.max(down, -cut.top), cut.bottom);
  return { left: cut.left + x, right: cut.right - x, top: cut.top + y, bottom: cut.bottom - y };
}

// Each side that much further in, or out.
function grown(cut, by) {
  const next = { ...cut };
  for (const side of SIDES) next[side] = within(next, side, next[side] + by);
  return next;
}

function resized(edges) {
  return (cut, right, down) => {
    const next = { ...cut };
    const by = { left: right, right: -right, top: down, bottom: -down };
    for (const side of edges) next[side] = within(next, side, cut[side] + by[side]);
    return next;
  };
}

// Something of the picture is always left.
function within(cut, side, value) {
  const opposite = { left: "right", right: "left", top: "bottom", bottom: "top" }[side];
  return Math.min(Math.max(value, 0), 100 - LEAST - cut[opposite]);
}

function tell(said, words, cut) {
  const facts = {
    width: 100 - Math.round(cut.left) - Math.round(cut.right),
    height: 100 - Math.round(cut.top) - Math.round(cut.bottom),
    left: Math.round(cut.left),
    top: Math.round(cut.top),
  };
  said.textContent = words.replace(/\{(\w+)\}/g, (_all, name) => facts[name]);
}

document.querySelectorAll("[data-crop]").forEach(enhance);
