// Copies what stands in a read-only input.
import { toast } from "./toast.js";

document.querySelectorAll("[data-copy]").forEach((field) => {
  const input = field.querySelector("input");
  field.querySelector("button")?.addEventListener("click", async () => {
    input.select();
    await navigator.clipboard.writeText(input.value);
    toast(field.dataset.copied);
  });
});
