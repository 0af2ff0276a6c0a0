// Keeps the colour picker and its hex code the same.
document.querySelectorAll("[data-colour-field]").forEach((field) => {
  const picker = field.querySelector('input[type="color"]');
  const code = field.querySelector('input[type="text"]');
  if (!picker || !code) return;
  picker.removeAttribute("tabindex");
  picker.addEventListener("input", () => {
    code.value = picker.value;
    code.dispatchEvent(new Event("input", { bubbles: true }));
  });
  code.addEventListener("input", () => {
    if (/^#[0-9a-f]{6}$/i.test(code.value)) picker.value = code.value;
  });
});
