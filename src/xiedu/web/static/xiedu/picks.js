"use strict";
// Long lists of bodies: a field above the list narrows it by any characters of the name. The list itself stays a list.
const LONG = 12;

function narrow(select) {
  const all = [...select.options];
  const label = select.labels[0]?.textContent.trim() || "";
  const typed = document.createElement("input");
  const said = document.createElement("span");
  typed.type = "search";
  typed.className = "form-control form-control-sm pick";
  typed.autocomplete = "off";
  typed.placeholder = "输入名称中的字，缩小下面的选择";
  typed.setAttribute("aria-label", `筛选${label}`);
  said.className = "help pick-said";
  said.setAttribute("role", "status");
  const fits = (option) => {
    const words = typed.value.trim().split(/\s+/);
    return !option.value || option.selected || words.every((word) => option.text.includes(word));
  };
  typed.addEventListener("input", (event) => {
    event.stopPropagation();
    const kept = all.filter(fits);
    select.replaceChildren(...kept);
    const found = kept.filter((option) => option.value && option.text.includes(typed.value.trim().split(/\s+/)[0])).length;
    said.textContent = typed.value.trim() ? (found ? `找到 ${found} 个` : "没有找到，请换几个字") : "";
  });
  typed.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    select.focus();
  });
  typed.addEventListener("change", (event) => event.stopPropagation());
  select.before(typed, said);
}

function narrowAll(root) {
  root.querySelectorAll("select.form-select:not([data-narrowed])").forEach((select) => {
    if (select.options.length <= LONG || select.multiple || select.closest("template, .filters")) return;
    select.dataset.narrowed = "";
    narrow(select);
  });
}

narrowAll(document);
document.addEventListener("rows:added", (event) => narrowAll(event.target));
document.addEventListener("htmx:load", (event) => narrowAll(event.target));
