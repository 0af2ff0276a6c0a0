// What makes the pages better where scripts run. Every page works without.
import "./browser_zone.js";
import "./colour_field.js";
import "./copy.js";
import "./countdown.js";
import "./dialog.js";
import "./file_drop.js";
import "./menu.js";
import "./print.js";
import "./refresh.js";
import "./save_bar.js";
import "./sortable.js";
import "./stepper.js";

document.documentElement.classList.add("has-js");

// After a refused post the errors are the first thing to read.
document.querySelector("[data-error-summary]")?.focus();
