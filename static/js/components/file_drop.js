// Lets a file be dropped onto its input and says which one was taken.
document.querySelectorAll("[data-file-drop]").forEach((area) => {
  const input = area.querySelector('input[type="file"]');
  const name = area.querySelector("[data-file-name]");
  if (!input) return;
  const mark = (event, isOver) => {
    event.preventDefault();
    area.classList.toggle("is-over", isOver);
  };
  area.addEventListener("dragover", (event) => mark(event, true));
  area.addEventListener("dragleave", (event) => mark(event, false));
  area.addEventListener("drop", (event) => {
    mark(event, false);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => {
    name.textContent = [...input.files].map((file) => file.name).join(", ");
  });
});
