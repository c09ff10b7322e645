"use strict";
// Behaviour every page shares. Pages work without it; it saves steps and double clicks.

// A row opens its page; a click on a link, button or selected text stays what it is.
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-href]");
  if (!row || event.target.closest("a, button, input, label, summary")) return;
  if (String(window.getSelection())) return;
  if (event.ctrlKey || event.metaKey) window.open(row.dataset.href);
  else window.location.assign(row.dataset.href);
});

// "/" goes to the search box unless somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const target = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  target.focus();
});

// Open sheets close on Escape and on a click elsewhere.
function closeSheets(except) {
  document.querySelectorAll(".who[open], .thumb details[open]").forEach((sheet) => {
    if (sheet !== except) sheet.open = false;
  });
}
document.addEventListener("click", (event) => closeSheets(event.target.closest(".who, .thumb details")));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") closeSheets(null); });

// A form is sent once: a second click does nothing until the page is back.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || event.defaultPrevented) return;
  if (event.submitter && event.submitter.formTarget === "_blank") return; // a download leaves this page as it is
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "get") return;
  form.dataset.sent = "1";
  form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-busy", "true"));
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest("form[data-sent]");
  if (form) delete form.dataset.sent;
});

// Requests a page makes by itself do not keep its owner signed in.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.closest("[data-background]")) event.detail.headers["X-Background"] = "1";
});

// A question before a step that cannot be taken back.
document.addEventListener("submit", (event) => {
  const asked = (event.submitter && event.submitter.dataset.confirm) || event.target.dataset.confirm;
  if (asked && !window.confirm(asked)) { event.preventDefault(); event.stopImmediatePropagation(); }
}, true);

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

const summary = document.querySelector(".error-summary");
if (summary) summary.focus();
