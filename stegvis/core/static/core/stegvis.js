// Keeps what is typed in a form on the server, and tells the truth about it. Without this file the forms still work.
"use strict";

function start(form) {
  const status = form.querySelector("[data-draft-status]");
  const url = form.dataset.draft;
  let timer = null;

  function say(text, bad) {
    status.textContent = text;
    status.classList.toggle("draft--bad", Boolean(bad));
  }

  function clock(moment) {
    const then = new Date(moment);
    const isToday = then.toDateString() === new Date().toDateString();
    return then.toLocaleString("sv-SE", isToday ? { timeStyle: "short" } : { dateStyle: "short", timeStyle: "short" });
  }

  async function send(extra) {
    const body = new FormData(form);
    for (const [name, value] of [...body.entries()]) if (value instanceof File) body.delete(name);
    if (extra) body.append(extra, "1");
    const answer = await fetch(url, { method: "POST", body, redirect: "manual" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async function keep() {
    try {
      const kept = await send();
      say(`${status.dataset.saved} ${clock(kept.saved_at)}`);
    } catch {
      say(status.dataset.failed, true);
      timer = setTimeout(keep, 10000);
    }
  }

  function button(text, act) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "button button--small";
    element.textContent = text;
    element.addEventListener("click", act);
    status.append(" ", element);
  }

  // Text, dates and single choices; ticks and choices of several are not put back.
  function writable(name) {
    const field = form.elements.namedItem(name);
    if (!field) return null;
    if (field instanceof RadioNodeList) return [...field].every((one) => one.type === "radio") ? field : null;
    return ["checkbox", "select-multiple", "file", "hidden"].includes(field.type) ? null : field;
  }

  function restore(fields) {
    for (const [name, value] of Object.entries(fields)) {
      const field = writable(name);
      if (field) field.value = value;
    }
    say("");
    keep();
  }

  async function offer() {
    const answer = await fetch(url).catch(() => null);
    if (!answer || !answer.ok) return;
    const found = await answer.json();
    if (!found.fields) return;
    const differs = Object.entries(found.fields).some(([name, value]) => {
      const field = writable(name);
      return field && field.value !== value;
    });
    if (!differs) return;
    say(`${status.dataset.found} ${clock(found.saved_at)}.`);
    button(status.dataset.restore, () => restore(found.fields));
    button(status.dataset.discard, async () => { await send("discard"); say(""); });
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 1200);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  offer();
}

// Also forms in boxes that htmx swaps in; each form once.
function startIn(part) {
  part.querySelectorAll("form[data-draft]:not([data-draft-on])").forEach((form) => {
    form.dataset.draftOn = "";
    start(form);
  });
}

// Summary of errors takes focus so that a screen reader and a keyboard land on it.
function focusErrors(part) {
  const alertBox = part.querySelector(".note--bad[role=alert]");
  if (alertBox) { alertBox.tabIndex = -1; alertBox.focus(); }
}

startIn(document);
focusErrors(document);
document.addEventListener("htmx:load", (event) => {
  startIn(event.target.parentElement || document);
  focusErrors(event.target);
});
