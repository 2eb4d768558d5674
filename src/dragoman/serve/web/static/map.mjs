// The map by wheel, pointer and touch. Without it every move is a link; with it the same addresses are fetched and put in place.

const NS = "http://www.w3.org/2000/svg";
const REST = 280; // milliseconds without a move after which the frame is fetched
const view = () => /** @type {HTMLElement} */ (document.getElementById("map-view"));
/** @type {{x: number, y: number, k: number}} shift in units of the frame, and scale, of what is not fetched yet */
let moved = { x: 0, y: 0, k: 1 };
let timer = 0;
let lastElsewhere = 0;
/** @type {{x: number, y: number, from: {x: number, y: number}, far: boolean} | null} */
let drag = null;

/** @returns {SVGSVGElement} */
const map = () => /** @type {SVGSVGElement} */ (view().querySelector("svg.map"));
const size = () => ({ w: map().viewBox.baseVal.width, h: map().viewBox.baseVal.height });

/** A place of the screen in units of the frame. @param {MouseEvent} event */
function unit(event) {
  const box = map().getBoundingClientRect();
  return { x: ((event.clientX - box.left) / box.width) * size().w, y: ((event.clientY - box.top) / box.height) * size().h };
}

/** Show what was moved: all that is drawn is shifted and scaled as one. */
function show() {
  for (const part of map().children) {
    if (part instanceof SVGGElement) part.setAttribute("transform", `translate(${moved.x} ${moved.y}) scale(${moved.k})`);
  }
  for (const sign of map().querySelectorAll(".marks > a > g")) {
    const place = sign.getAttribute("data-place") ?? sign.getAttribute("transform") ?? "";
    sign.setAttribute("data-place", place);
    sign.setAttribute("transform", `${place} scale(${1 / moved.k})`);
  }
  clearTimeout(timer);
  timer = window.setTimeout(settle, REST);
}

const project = (/** @type {number} */ lat) => 0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);
const unproject = (/** @type {number} */ y) => (Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) * 360) / Math.PI - 90;

/** Fetch the frame that the moves led to. */
function settle() {
  if (drag) return;
  const { lat, lon, level, levels } = view().dataset;
  const { w, h } = size();
  const scale = w * 2 ** (Number(level) / 2);
  const x = (w / 2 - moved.x) / moved.k - w / 2;
  const y = (h / 2 - moved.y) / moved.k - h / 2;
  const z = Math.max(0, Math.min(Number(levels), Number(level) + Math.round(2 * Math.log2(moved.k))));
  const east = Math.max(-180, Math.min(180, Number(lon) + (360 * x) / scale));
  const north = Math.max(-84, Math.min(84, unproject(project(Number(lat)) + y / scale)));
  const to = new URL(location.href);
  to.searchParams.set("at", `${north.toFixed(4)},${east.toFixed(4)}`);
  to.searchParams.set("z", String(z));
  to.searchParams.delete("page");
  void go(to.href, false);
}

/** Put another frame in place of this one. @param {string} address @param {boolean} step whether "back" leads here again */
async function go(address, step) {
  const box = view().querySelector(".map-box");
  box?.classList.add("waiting");
  try {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("map-view");
    if (!answer.ok || !next) throw new Error("no map");
    const focus = document.activeElement instanceof HTMLElement && view().contains(document.activeElement) ? document.activeElement.title : "";
    view().replaceWith(next);
    moved = { x: 0, y: 0, k: 1 };
    history[step ? "pushState" : "replaceState"]({}, "", address);
    if (focus) next.querySelector(`.map-steps a[title="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
  } catch {
    location.href = address;
  }
}

/** @param {string} text @param {MouseEvent} event */
function tip(text, event) {
  const box = /** @type {HTMLElement} */ (view().querySelector(".map-box"));
  let shown = /** @type {HTMLElement | null} */ (box.querySelector(".map-tip"));
  if (!text) return shown?.remove();
  if (!shown) {
    shown = document.createElement("div");
    shown.className = "map-tip";
    shown.setAttribute("aria-hidden", "true");
    box.append(shown);
  }
  shown.textContent = text;
  const edge = box.getBoundingClientRect();
  shown.style.left = `${Math.max(4, Math.min(event.clientX - edge.left + 12, edge.width - shown.offsetWidth - 4))}px`;
  shown.style.top = `${Math.max(4, event.clientY - edge.top - shown.offsetHeight - 12)}px`;
}

const on = (/** @type {Event} */ event) => event.target instanceof Element && event.target.closest("svg.map") !== null;

document.addEventListener("wheel", (event) => {
  const now = performance.now();
  if (!on(event) || now - lastElsewhere < 250) {
    lastElsewhere = now; // a page being scrolled past the map keeps scrolling
    return;
  }
  event.preventDefault();
  const at = unit(event);
  const { level, levels } = view().dataset;
  const least = 2 ** (-Number(level) / 2), most = 2 ** ((Number(levels) - Number(level)) / 2);
  const k = Math.max(least, Math.min(most, moved.k * 2 ** (-Math.max(-60, Math.min(60, event.deltaY)) / 120)));
  moved = { x: at.x - ((at.x - moved.x) * k) / moved.k, y: at.y - ((at.y - moved.y) * k) / moved.k, k };
  show();
}, { passive: false });

document.addEventListener("pointerdown", (event) => {
  if (!on(event) || event.button !== 0 || event.pointerType === "touch") return;
  drag = { ...unit(event), from: { x: moved.x, y: moved.y }, far: false };
});
document.addEventListener("pointermove", (event) => {
  if (drag) {
    const at = unit(event);
    drag.far ||= Math.hypot(at.x - drag.x, at.y - drag.y) > 4;
    if (!drag.far) return;
    view().querySelector(".map-box")?.classList.add("dragging");
    moved = { x: drag.from.x + at.x - drag.x, y: drag.from.y + at.y - drag.y, k: moved.k };
    show();
    return tip("", event);
  }
  const over = event.target instanceof Element ? event.target.closest("svg.map [data-tip]") : null;
  if (over) for (const title of over.getElementsByTagNameNS(NS, "title")) title.remove(); // ours stands in its place
  if (view()) tip(over?.getAttribute("data-tip") ?? "", event);
});
document.addEventListener("pointerup", () => {
  const far = drag?.far ?? false;
  drag = null;
  view()?.querySelector(".map-box")?.classList.remove("dragging");
  if (far) document.addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); }, { capture: true, once: true });
  if (far) window.setTimeout(show);
});
document.addEventListener("dragstart", (event) => { if (on(event)) event.preventDefault(); });
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("#map-view .map-box a") : null;
  const address = link?.getAttribute("href") ?? "";
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || !/^\/map(\?|$)/.test(address)) return;
  event.preventDefault();
  void go(new URL(address, location.href).href, true);
});
window.addEventListener("popstate", () => location.reload());
