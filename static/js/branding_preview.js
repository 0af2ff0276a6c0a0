// Shows a look while it is being chosen: asks for the same preview as the button does, once the typing pauses.
const form = document.querySelector("[data-branding]");
const frame = document.querySelector("[data-live-frame]");
const PAUSE = 400;
const chooser = form?.querySelector("input[type=file]");
let waiting = 0;
let latest = 0;
let logo = "";

form?.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  clearTimeout(waiting);
  waiting = setTimeout(show, PAUSE);
});

form?.querySelector("button[name=preview]")?.addEventListener("click", (event) => {
  event.preventDefault();
  show();
});

// A chosen logo never leaves the browser before it is saved: the preview borrows it.
chooser?.addEventListener("change", () => {
  URL.revokeObjectURL(logo);
  const [file] = chooser.files;
  const isOurs = file && chooser.accept.split(",").includes(file.type);
  logo = isOurs ? URL.createObjectURL(file) : "";
  if (logo) lendLogo();
  else frame.contentWindow.location.reload();
});
frame?.addEventListener("load", lendLogo);

function lendLogo() {
  if (!logo) return;
  for (const spot of frame.contentDocument.querySelectorAll(".brand, .organizer-head .avatar")) {
    const picture = frame.contentDocument.createElement("img");
    const isBrand = spot.classList.contains("brand");
    picture.src = logo;
    picture.alt = isBrand ? spot.textContent.trim() || spot.querySelector("img")?.alt : "";
    if (isBrand) picture.className = "brand__logo";
    spot.replaceChildren(picture);
  }
}

async function show() {
  const mine = ++latest;
  const data = new FormData(form);
  data.delete("logo");
  data.set("preview", "1");
  const answer = await fetch(form.action, { method: "POST", body: data }).catch(() => null);
  if (!answer || mine !== latest || ![200, 422].includes(answer.status)) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== latest) return;
  const contrast = page.querySelector("[data-live=contrast]");
  if (contrast) form.querySelector("[data-live=contrast]").replaceChildren(...contrast.childNodes);
  for (const field of form.querySelectorAll(".field")) tell(field, page.getElementById(field.id));
  const source = page.querySelector("[data-live-frame]")?.getAttribute("src");
  // Replaced rather than set: the way back does not lead through every colour that was tried.
  if (source) frame.contentWindow.location.replace(source);
}

// Takes over what the server says about a field, without touching what is typed in it.
function tell(field, answered) {
  field.querySelector(":scope > .field__error")?.remove();
  const error = answered?.querySelector(":scope > .field__error");
  if (error) field.append(error);
}
