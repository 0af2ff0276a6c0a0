// Asks the browser, only when told to, where the visitor is, and searches around there.
import { toast } from "../js/components/toast.js";

const button = document.querySelector("[data-near-me]");
const form = document.getElementById("find");

function search(position) {
  const address = new URL(window.location.href);
  // Two decimals are about a kilometre: near enough to search, too coarse to find somebody.
  address.searchParams.set("lat", position.coords.latitude.toFixed(2));
  address.searchParams.set("lon", position.coords.longitude.toFixed(2));
  address.searchParams.delete("page");
  window.location.assign(address);
}

function refused() {
  button.disabled = false;
  toast(button.dataset.refused, "warn");
  form.querySelector("details").open = true;
  form.elements.city.focus();
}

button?.addEventListener("click", () => {
  if (!navigator.geolocation) {
    refused();
    return;
  }
  button.disabled = true;
  navigator.geolocation.getCurrentPosition(search, refused, { maximumAge: 600000, timeout: 10000 });
});
