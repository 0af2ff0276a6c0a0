// Shows the description, and the search result, as they will look while one writes.
const PAUSE = 400;

const area = document.querySelector("[data-description]");
if (area) {
  const text = area.querySelector("textarea");
  const shown = area.querySelector("[data-description-preview]");
  const button = area.querySelector("button[name='preview']");
  let waiting = 0;
  const show = async () => {
    const form = text.closest("form");
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("description", text.value);
    const answer = await fetch(area.dataset.previewUrl, { method: "POST", body });
    if (!answer.ok) return;
    shown.innerHTML = await answer.text();
    shown.hidden = !text.value.trim();
  };
  button.closest("div").hidden = true;
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE);
  });
}

const result = document.querySelector("[data-search-result]");
if (result) {
  mirror("seo_title", result.querySelector("[data-search-title]"));
  mirror("seo_description", result.querySelector("[data-search-text]"));
}

function mirror(name, target) {
  const input = document.querySelector(`[name="${name}"]`);
  input?.addEventListener("input", () => (target.textContent = input.value || target.dataset.otherwise));
}
