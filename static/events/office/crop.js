// Shows what is left of a picture while one cuts it.
const form = document.querySelector("[data-crop]");
const picture = form?.querySelector("[data-crop-picture]");
const sides = ["top", "right", "bottom", "left"].map((side) => form?.elements[`crop_${side}`]);

function show() {
  const cut = sides.map((input) => `${Math.min(Math.max(Number(input.value) || 0, 0), 90)}%`);
  picture.style.clipPath = `inset(${cut.join(" ")})`;
}

if (picture) {
  sides.forEach((input) => input.addEventListener("input", show));
  show();
}
