// What every page gains with scripts: nothing on it needs them.

/** Leave fields that were not filled in out of the address that a filter form makes. */
export function tidyForms() {
  for (const form of document.querySelectorAll("form[data-form='filters']")) {
    form.addEventListener("submit", () => {
      for (const field of form.querySelectorAll("input, select")) {
        const one = /** @type {HTMLInputElement | HTMLSelectElement} */ (field);
        if (one.value === "") one.disabled = true;
      }
      // the reader may come back to this page by the browser's own button
      setTimeout(() => form.querySelectorAll(":disabled").forEach((field) => field.removeAttribute("disabled")), 0);
    });
  }
}

/** "/" goes to the first search field, as long as nothing is being typed. */
export function shortcuts() {
  document.addEventListener("keydown", (event) => {
    const at = /** @type {HTMLElement} */ (event.target);
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || at.closest("input, textarea, select")) return;
    const field = /** @type {HTMLInputElement | null} */ (document.querySelector("input[type='search'], .filters input"));
    if (field) {
      event.preventDefault();
      field.focus();
    }
  });
}

tidyForms();
shortcuts();
