// Gives a number input a − and a + with its own limits.
function enhance(stepper) {
  const input = stepper.querySelector("input");
  if (!input || stepper.classList.contains("is-enhanced")) return;
  const less = button("minus", stepper.dataset.less, () => step(input, -1));
  const more = button("plus", stepper.dataset.more, () => step(input, 1));
  input.before(less);
  input.after(more);
  stepper.classList.add("is-enhanced");
  const refresh = () => {
    const value = Number(input.value || 0);
    less.disabled = input.disabled || value <= lowest(input);
    more.disabled = input.disabled || (input.max !== "" && value >= Number(input.max));
  };
  input.addEventListener("input", refresh);
  input.addEventListener("change", refresh);
  refresh();
}

// From nothing, one step reaches the least that may be bought; below that, back to nothing.
function step(input, by) {
  const least = Number(input.dataset.least || 1);
  let value = Number(input.value || 0) + by;
  if (value > 0 && value < least) value = by > 0 ? least : 0;
  const highest = input.max === "" ? Infinity : Number(input.max);
  input.value = Math.min(Math.max(value, lowest(input)), highest);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function lowest(input) {
  return Number(input.min || 0);
}

function button(shape, label, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "stepper__button";
  element.setAttribute("aria-label", label);
  element.append(sign(shape));
  element.addEventListener("click", act);
  return element;
}

function sign(shape) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", shape === "plus" ? "M5 12h14M12 5v14" : "M5 12h14");
  svg.append(path);
  return svg;
}

document.querySelectorAll("[data-stepper]").forEach(enhance);
document.addEventListener("htmx:load", (event) => event.target.querySelectorAll("[data-stepper]").forEach(enhance));
