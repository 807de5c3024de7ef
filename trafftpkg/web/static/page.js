// What an answer that failed, or never came, does to a part of a form: its times go, since they may be of
// another day, and it says why. What was chosen and typed stays.
"use strict";

function tell(part, words) {
  if (!part.classList.contains("times")) return;
  part.querySelectorAll(".chips:not(.chosen), .empty, .hint, .field-problem").forEach((each) => each.remove());
  const said = document.createElement("p");
  said.className = "field-problem";
  said.setAttribute("role", "alert");
  said.textContent = words;
  part.append(said);
}

document.addEventListener("htmx:responseError", (event) => {
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const said = [".alert-problem", "h1", ".lead"].map((each) => page.querySelector(each)?.textContent.trim());
  tell(event.detail.target, [said[0] ?? said[1], said[2]].filter(Boolean).join(" ") || document.body.dataset.offline);
});

for (const silence of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(silence, (event) => tell(event.detail.target, document.body.dataset.offline));
}

// A pressed button may be gone in the new times, for example to an earlier week: then the day has the focus.
const hadFocus = new Set();
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  if (target.contains(document.activeElement)) hadFocus.add(target.id);
});
document.addEventListener("htmx:afterSettle", ({ detail: { target } }) => {
  if (!hadFocus.delete(target.id) || document.activeElement !== document.body) return;
  const day = document.getElementById(target.id)?.querySelector("[aria-current]");
  day?.focus({ preventScroll: true });
});

// A part is not replaced under a finger: a press would be lost. It is asked for again after the press, unless
// the press itself asks for it.
let pressed = null;
let again = null;
document.addEventListener("pointerdown", ({ target }) => { pressed = target; });
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => setTimeout(() => {
    pressed = null;
    if (again) htmx.trigger(again.elt, again.triggeringEvent.type);
    again = null;
  }));
}
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.shouldSwap || !detail.target.contains(pressed)) return;
  detail.shouldSwap = false;
  again = detail.requestConfig;
});
document.addEventListener("htmx:beforeRequest", ({ detail: { target } }) => {
  if (again && again.target === target) again = null;
});
