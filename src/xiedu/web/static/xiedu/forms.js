"use strict";
// Forms made from facts: rows, uploads, drafts that save themselves. Without this file the buttons post and come back.

// ---- rows: a template is copied with the next number --------------------------------------------------------------
function nextIndex(set) {
  const used = [...set.querySelectorAll(":scope > .rows > .row-item")].map((row) => Number(row.dataset.index));
  return Math.max(-1, ...used) + 1;
}

function addRow(set) {
  const template = set.querySelector(":scope > template");
  const index = nextIndex(set);
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll(template.dataset.placeholder, String(index));
  set.querySelector(":scope > .rows").append(holder.content);
  renumber(set);
  const row = set.querySelector(":scope > .rows > .row-item:last-child");
  if (window.htmx) window.htmx.process(row);
  row.dispatchEvent(new Event("rows:added", { bubbles: true }));
  const first = row.querySelector("input[name]:not([type=hidden]), select, textarea");
  if (first) first.focus();
}

function renumber(set) {
  set.querySelectorAll(":scope > .rows > .row-item > .row-head").forEach((head, place) => {
    const words = `${set.dataset.each} ${place + 1}`;
    head.querySelector(".count").textContent = words;
    head.querySelector("button").setAttribute("aria-label", `删除${words}`);
  });
}

document.addEventListener("click", (event) => {
  const add = event.target.closest("button[data-add]");
  const remove = event.target.closest("button[data-remove]");
  const drop = event.target.closest("button[data-drop-file]");
  const form = event.target.closest("form");
  if (add) {
    event.preventDefault();
    addRow(add.closest(".row-set"));
  } else if (remove) {
    event.preventDefault();
    const set = remove.closest(".row-set");
    remove.closest(".row-item").remove();
    renumber(set);
    set.querySelector(":scope > .add button").focus();
  } else if (drop) {
    event.preventDefault();
    drop.closest("li").remove();
  } else return;
  if (form) form.dispatchEvent(new Event("input", { bubbles: true }));
});

// ---- uploads: sent at once, with progress; the field then holds only the number of the stored file ----------------
document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = event.target.closest(".upload")?.querySelector("progress");
  if (!bar || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.max = event.detail.total;
  bar.value = event.detail.loaded;
});
document.addEventListener("htmx:afterRequest", (event) => {
  const box = event.target.closest(".upload");
  if (!box) return;
  const bar = box.querySelector("progress");
  bar.hidden = true;
  bar.removeAttribute("value");
  const said = box.querySelector(".upload-said");
  said.textContent = event.detail.successful ? "" : uploadError(event.detail.xhr);
  if (event.detail.successful) event.target.value = "";
  const form = event.target.closest("form");
  if (form) form.dispatchEvent(new Event("input", { bubbles: true }));
});
function uploadError(xhr) {
  if (xhr.status === 0) return "连接中断，文件没有上传。请检查网络后重新选择文件。";
  return xhr.status === 422 ? xhr.responseText : "上传没有成功，请重新选择文件；仍不成功请联系系统管理员。";
}

// ---- drafts ------------------------------------------------------------------------------------------------------
const WAIT = 1500;
const RETRY = 15000;

class Draft {
  constructor(form) {
    this.form = form;
    this.key = `draft:${form.dataset.owner || ""}:${form.dataset.draft}`;
    this.said = form.querySelector("[data-draft-said]");
    this.saved = this.text();
    this.timer = 0;
    form.addEventListener("input", () => this.later(WAIT));
    form.addEventListener("change", () => this.later(WAIT));
    form.addEventListener("submit", () => this.sent());
    window.addEventListener("online", () => this.save());
    window.addEventListener("pageshow", () => { this.leaving = false; });
    window.addEventListener("beforeunload", (event) => { if (!this.leaving && this.dirty()) event.preventDefault(); });
    this.offer();
  }

  data() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    return data;
  }

  // What was typed or uploaded; hidden fields of the page itself (seal, step number) are not the person's words.
  text() {
    const own = new Set([...this.form.querySelectorAll("input[type=hidden]")].filter((i) => !i.closest(".files")).map((i) => i.name));
    return new URLSearchParams([...this.data().entries()].filter(([name]) => !own.has(name))).toString();
  }

  dirty() { return this.text() !== this.saved; }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  say(words, offline = false) {
    if (!this.said) return;
    this.said.textContent = words;
    this.said.classList.toggle("offline", offline);
  }

  async save() {
    if (this.leaving || !this.dirty()) return;
    const text = this.text();
    try {
      const answer = await fetch(`/drafts/${this.form.dataset.draft}/`, { method: "POST", body: this.data(), redirect: "manual" });
      if (!answer.ok) {
        this.keep(text);
        this.say("草稿没有存到服务器（可能已自动退出登录），内容已暂存在本机；请在新窗口登录后回到此页继续", true);
        this.later(RETRY);
        return;
      }
      this.saved = text;
      this.forget();
      this.say(`草稿已于 ${new Date().toTimeString().slice(0, 5)} 保存`);
    } catch {
      this.keep(text);
      this.say("连接中断，内容已暂存在本机；恢复后自动保存，请不要关闭此页", true);
      this.later(RETRY);
    }
  }

  // Kept until a page of ours has loaded after the sending: an error page of the browser must not cost the text.
  sent() {
    this.leaving = true;
    clearTimeout(this.timer);
    if (this.dirty()) this.keep(this.text());
    try { sessionStorage.setItem("sent", this.key); } catch { /* as below */ }
  }

  keep(text) { try { localStorage.setItem(this.key, text); } catch { /* private mode: the page itself still holds it */ } }
  forget() { try { localStorage.removeItem(this.key); } catch { /* as above */ } }

  // What an earlier visit could not send is offered back, field by field, where the fields still exist.
  offer() {
    let text = null;
    try { text = localStorage.getItem(this.key); } catch { return; }
    if (!text || text === this.saved) { this.forget(); return; }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = "恢复上次断网时暂存在本机的内容";
    button.addEventListener("click", () => { this.restore(new URLSearchParams(text)); button.remove(); });
    this.form.prepend(button);
  }

  restore(kept) {
    this.grow([...kept.keys()]);
    for (const field of this.form.elements) {
      if (!field.name || ["hidden", "file", "submit", "button"].includes(field.type)) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = kept.getAll(field.name).includes(field.value);
      else if (kept.has(field.name)) field.value = kept.get(field.name);
    }
    this.later(0);
  }

  grow(names) {
    for (let again = true; again;) {
      again = false;
      for (const set of this.form.querySelectorAll(".row-set[data-name]")) {
        const stem = `${set.dataset.name}-`;
        const most = Math.max(-1, ...names.filter((n) => n.startsWith(stem)).map((n) => parseInt(n.slice(stem.length), 10) || 0));
        while (nextIndex(set) <= most) { addRow(set); again = true; }
      }
    }
  }
}

const drafts = [...document.querySelectorAll("form[data-draft]")].map((form) => new Draft(form));
try {
  const sent = sessionStorage.getItem("sent");
  if (sent && !drafts.some((draft) => draft.key === sent)) localStorage.removeItem(sent);
  sessionStorage.removeItem("sent");
} catch { /* private mode */ }
