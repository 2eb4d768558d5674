// Review by the keyboard: a letter does what the control that names it (aria-keyshortcuts) does. Nothing on the page needs it.

const KEPT = "dragoman-keys";

/** Whether the reader wants the keys; they do until they say otherwise. */
function wanted() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

/** @param {boolean} on */
function want(on) {
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {
    // without storage the choice lasts as long as the page
  }
  document.documentElement.dataset.keys = on ? "on" : "off";
}

/**
 * The control that a key stands for.
 * @param {string} key
 * @returns {HTMLElement | null}
 */
function control(key) {
  return /^[a-z]$/.test(key) ? document.querySelector(`[aria-keyshortcuts="${key}"]`) : null;
}

/**
 * Do what a control does: open and enter a form, go to a field, press a button, follow a link.
 * @param {HTMLElement} found
 */
function act(found) {
  if (found.tagName === "SUMMARY") {
    const details = /** @type {HTMLDetailsElement} */ (found.parentElement);
    details.open = true;
    const field = /** @type {HTMLElement | null} */ (details.querySelector("select, textarea, input:not([type='hidden'])"));
    (field ?? found).focus();
  } else if (found.tagName === "INPUT") {
    found.focus();
  } else {
    found.click();
  }
}

/** Move through the queue. @param {number} step */
function move(step) {
  const links = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".queue h2 a")]);
  if (!links.length) return;
  const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  links[Math.min(links.length - 1, Math.max(0, at + step))].focus();
}

document.addEventListener("keydown", (event) => {
  const at = /** @type {HTMLElement} */ (event.target);
  if (document.documentElement.dataset.keys === "off" || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && at.closest("input, textarea, select")) return at.blur();
  if (at.closest("input:not([type='checkbox']), textarea, select")) return;
  if (event.key === "j" || event.key === "k") return move(event.key === "j" ? 1 : -1);
  const found = control(event.key);
  if (found) {
    event.preventDefault();
    act(found);
  }
});

/** Say on each control which key it has, and let the keys be turned off. */
function explain() {
  for (const one of document.querySelectorAll("button[aria-keyshortcuts], summary[aria-keyshortcuts], a.button[aria-keyshortcuts]")) {
    const hint = document.createElement("span");
    hint.className = "hint";
    hint.setAttribute("aria-hidden", "true");
    hint.textContent = one.getAttribute("aria-keyshortcuts");
    one.append(hint);
  }
  for (const place of document.querySelectorAll(".keys-switch")) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    label.className = "tick";
    box.type = "checkbox";
    box.checked = wanted();
    box.addEventListener("change", () => want(box.checked));
    label.append(box, " Keys work");
    place.append(label);
  }
}

want(wanted());
explain();
