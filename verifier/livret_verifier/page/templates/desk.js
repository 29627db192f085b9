// What the desk's page does by itself: looks for the answer, takes keys and scanners, clears itself.
// Without it every button and every form does the same when it is pressed.
"use strict";

const SETTINGS = { keys: true, clears: true, sound: false };
const BURST_MS = 100; // keys that follow each other faster are a scanner's
const LOOK_MS = 12_000; // no answer after that is none; one that waits is held for three seconds
const SENT_MS = 60_000; // a photo over a slow line, checked against sources that are slow
const SOON_MS = 5_000;
const FRESH_MS = 60_000;
let typed = "";
let pause = 0;
let clearing = 0;
let left = 0;
let watching = null;
let turns = 0;
let sounds = null;
let trying = 0;
let tryNow = null;

function setting(name) {
  try {
    const kept = localStorage.getItem(`livret.${name}`);
    return kept === null ? SETTINGS[name] : kept === "1";
  } catch {
    return SETTINGS[name];
  }
}

// Showing a page in the place of this one, without losing keys that are just being typed.

// What is answered, whole; nothing in time is no answer.
async function ask(address, sent, lateMs, signal) {
  const ends = new AbortController();
  for (const each of [AbortSignal.timeout(lateMs), signal]) each?.addEventListener("abort", () => ends.abort());
  const answer = await fetch(address, { ...sent, cache: "no-store", signal: ends.signal });
  return [answer, await answer.text()];
}

// `then` is done on the new page; where nothing answers, `lost` tells what is tried again.
async function go(address, sent = {}, then = () => {}, lost = () => () => go(address, {}, stays())) {
  const turn = (turns += 1);
  if (watching) watching.abort();
  if (sent.method) stopClearing(); // what only looks lets the page clear itself meanwhile
  stopTrying();
  let answer, text;
  try {
    [answer, text] = await ask(address, sent, sent.method ? SENT_MS : LOOK_MS);
  } catch {
    if (turn === turns) cut(lost());
    return;
  }
  if (turn !== turns) return; // somebody was quicker; what is asked for last is what is shown
  const page = new DOMParser().parseFromString(text, "text/html");
  const isRefusal = page.body.classList.contains("refusal");
  if (answer.status === 413 && isRefusal) return tooLarge(page);
  if (page.body.classList.contains("desk")) {
    if (!sent.method || answer.redirected) history.replaceState(null, "", answer.url);
    document.title = page.title;
    document.documentElement.lang = page.documentElement.lang;
    document.body.replaceWith(document.adoptNode(page.body));
    settle();
    then();
  } else if (answer.status > 501 && !isRefusal) cut(lost()); // what stands before the desk does not reach it
  else location.reload();
}

// What staff have open and typed stays, in another language and after a cut; another verdict is another page.
function stays() {
  const { outcome } = document.body.dataset;
  const [was, open, at] = [left, document.querySelector("details")?.open, document.activeElement];
  const filled = [...document.querySelectorAll("input[id]:not([type=file])")].map((each) => [each.id, each.value]);
  const where = at.matches(".languages a") ? `.languages [lang="${at.lang}"]` : at.matches("input") ? `#${at.id}` : null;
  return () => {
    if (document.body.dataset.outcome !== outcome) return;
    if (clearing) left = was;
    if (open) document.querySelector("details").open = true;
    for (const [id, value] of filled) document.getElementById(id).value = value;
    if (where) document.querySelector(where).focus({ preventScroll: true });
  };
}

// The page's own network is cut: it stays, says so, and tries again. Nothing leads to a page of the browser's.

function cut(again) {
  const line = document.querySelector(".cut");
  const next = line.querySelector("[data-now]");
  document.body.removeAttribute("aria-busy");
  stopTrying();
  if (line.hidden && !document.activeElement.matches("input")) scrollTo(0, 0);
  line.hidden = false;
  let seconds = Number(line.dataset.again);
  const words = (next.dataset.next ||= next.textContent);
  const show = () => (next.textContent = seconds > 0 ? words.replace(/\d+/, seconds) : next.dataset.now);
  tryNow = () => {
    stopTrying();
    seconds = 0;
    show();
    again();
  };
  show();
  trying = setInterval(() => {
    seconds -= 1;
    if (seconds > 0) show();
    else tryNow();
  }, 1000);
}

const isCut = () => !document.querySelector(".cut").hidden;
const isBusy = () => document.body.hasAttribute("aria-busy");

function stopTrying() {
  clearInterval(trying);
  tryNow = null;
}

// Who did something is done with what the page told: it goes from the screen, reached or not.
function unsay(lead) {
  const told = document.querySelector(".told");
  if (!told || document.body.classList.contains("entering")) return;
  for (const each of document.querySelectorAll(".told .said, .told .on, .code, .code ~ p")) each.remove();
  told.className = "told";
  told.querySelector("h1").textContent = lead;
  document.title = lead;
  document.body.dataset.outcome = "cut";
  told.querySelector("h1").focus({ preventScroll: true });
}

// A file that was too large was not read: that is said where it was chosen, and the page stays.
function tooLarge(page) {
  const words = page.querySelector(`p[lang="${document.documentElement.lang}"]`).textContent;
  const form = document.querySelector("[data-read]");
  const said = document.createElement("p");
  said.setAttribute("role", "alert");
  said.textContent = words;
  document.body.removeAttribute("aria-busy");
  document.querySelector(".cut").hidden = true;
  settle();
  form.reset();
  for (const each of form.querySelectorAll("[role=alert]")) each.remove();
  form.prepend(said);
}

function send(form, button) {
  const fields = new FormData(form);
  if (button && button.name) fields.append(button.name, button.value);
  const body = form.enctype === "multipart/form-data" ? fields : new URLSearchParams(fields);
  document.body.setAttribute("aria-busy", "true");
  const again = () => go(form.action, { method: "POST", body }, undefined, lost);
  const lost = () => {
    const lead = document.querySelector(".cut strong").textContent;
    const over = document.querySelector('[data-key="Escape"]')?.form;
    const isTold = !["ready", "over"].includes(document.body.dataset.outcome);
    document.querySelector("[data-read]")?.reset(); // the next scan is read alone
    if ("twice" in form.dataset) {
      unsay(lead);
      return again;
    }
    // It may have arrived: sent twice it could count twice, or refuse what was taken before.
    document.querySelector(".cut [data-lost]").hidden = false;
    if (!over || !isTold) return () => go(location.href, {}, stays());
    unsay(lead);
    return () => send(over);
  };
  again();
}

function settle() {
  const said = document.body.dataset;
  for (const each of document.querySelectorAll(".settings, .keys, .clears")) each.hidden = false;
  for (const each of document.querySelectorAll("[data-setting]")) told(each);
  for (const each of document.querySelectorAll(".again")) each.hidden = true;
  for (const each of document.querySelectorAll(".keys, kbd")) each.hidden = !setting("keys");
  (document.getElementById("name") || document.querySelector("h1")).focus({ preventScroll: true });
  scrollTo(0, 0);
  stopClearing();
  if (said.clears) beginClearing(Number(said.clears));
  if (watching) watching.abort();
  watching = said.watch ? new AbortController() : null;
  if (watching) watch(said.watch, said.stand, watching.signal);
  if (said.outcome && setting("sound")) sound(said.outcome);
}

async function watch(address, stand, signal) {
  while (!signal.aborted) {
    let changed;
    try {
      const [answer, text] = await ask(`${address}?was=${encodeURIComponent(stand)}`, {}, LOOK_MS, signal);
      changed = !answer.ok || JSON.parse(text).stand !== stand;
    } catch {
      if (!signal.aborted) cut(() => go(location.href, {}, stays()));
      return;
    }
    if (changed && !signal.aborted) return go(location.href);
  }
}

// The page may stand for hours: how old is what the desk goes by is said as it is now.
async function freshen() {
  const turn = turns;
  if (isCut() || isBusy() || clearing || document.body.classList.contains("entering")) return;
  try {
    const [, text] = await ask(location.href, {}, LOOK_MS);
    const page = new DOMParser().parseFromString(text, "text/html");
    if (turn !== turns || isCut() || !page.body.classList.contains("desk")) return;
    if (page.body.dataset.outcome !== document.body.dataset.outcome) return go(location.href);
    const now = page.querySelector(".evidence");
    document.querySelector(".evidence")?.remove();
    if (now) document.querySelector(".service").after(now);
  } catch {
    if (turn === turns && !isCut()) cut(() => go(location.href, {}, stays()));
  }
}

// Clearing.

function beginClearing(seconds) {
  const line = document.querySelector(".clears span");
  left = seconds;
  if (!setting("clears")) {
    line.textContent = line.parentElement.dataset.stays;
    return;
  }
  const words = line.textContent;
  const show = () => (line.textContent = words.replace(/\d+/, left));
  show();
  clearing = setInterval(() => {
    left -= 1;
    show();
    if (left <= 0) {
      stopClearing();
      press("Escape");
    }
  }, 1000);
}

function stopClearing() {
  clearInterval(clearing);
  clearing = 0;
}

// Keys. A person's are commands; a scanner's go where they are read, wherever the cursor is.

function press(key) {
  const one = `[data-key="${CSS.escape(key === "=" ? "+" : key)}"]`;
  const found = document.querySelector(`details[open] form ${one}`) || document.querySelector(`:not(details form) > ${one}`) || document.querySelector(one);
  if (found && found.checkVisibility()) found.click();
}

function read(text) {
  const field = document.getElementById("shown");
  if (!field) return null;
  field.value += text;
  return field;
}

function flush(isWhole) {
  clearTimeout(pause);
  const text = typed;
  typed = "";
  // One key alone is a person's, but for the one that a slow scanner begins an answer with.
  if (text.length === 1 && text !== "{") {
    if (setting("keys")) press(text);
    return;
  }
  const field = text && read(text);
  if (field && isWhole) send(field.form);
  else if (field) field.focus();
}

addEventListener("keydown", (event) => {
  if (isCut() && (event.key === "F5" || ((event.ctrlKey || event.metaKey) && event.key === "r"))) {
    event.preventDefault();
    return tryNow?.();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const here = event.target.closest("input:not([type=file]), select, textarea");
  if (event.key === "Escape" && document.querySelector("details[open]")) {
    document.querySelector("details[open]").open = false;
    return;
  }
  if (event.key === "Escape") {
    typed = "";
    if (setting("keys")) startOver();
  } else if (here) {
    return;
  } else if (event.key === "Enter" && typed) {
    event.preventDefault();
    flush(true);
  } else if (event.key === "Enter") {
    if (setting("keys") && !event.target.closest("a, button, summary, input")) press("Enter");
  } else if (event.key.length === 1) {
    if (event.key === " " && !typed) return;
    event.preventDefault();
    typed += event.key;
    clearTimeout(pause);
    pause = setTimeout(flush, BURST_MS);
  }
});

function startOver() {
  const over = document.querySelector('[data-key="Escape"]');
  const form = document.querySelector("[data-read]");
  if (over) over.click();
  else if (form) {
    form.reset();
    document.querySelector("h1").focus();
  }
}

addEventListener("paste", (event) => {
  const form = document.querySelector("[data-read]");
  const files = event.clipboardData.files;
  if (!form || (event.target.closest("input") && !files.length)) return;
  event.preventDefault();
  if (files.length) form.elements.file.files = files;
  else read(event.clipboardData.getData("text"));
  send(form);
});

addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  const form = document.querySelector("[data-read]");
  event.preventDefault();
  if (!form || !event.dataTransfer.files.length) return;
  form.elements.file.files = event.dataTransfer.files;
  send(form);
});

addEventListener("change", (event) => {
  if (event.target.id === "file" && event.target.files.length) send(event.target.form);
});

addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

addEventListener("click", (event) => {
  const link = event.target.closest(".languages a");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    if (!isBusy()) go(link.href, {}, stays());
  }
  const button = event.target.closest("button");
  if (!button) return;
  if ("retry" in button.dataset) tryNow?.();
  if ("longer" in button.dataset) left += 60;
  if (button.dataset.setting) {
    const name = button.dataset.setting;
    try {
      localStorage.setItem(`livret.${name}`, setting(name) ? "0" : "1");
    } catch {
      return;
    }
    settle();
    document.querySelector(`[data-setting="${name}"]`).focus();
  }
});

function told(button) {
  const on = setting(button.dataset.setting);
  button.setAttribute("aria-pressed", String(on));
  button.querySelector("span").textContent = on ? button.dataset.on : button.dataset.off;
}

// A soft sound for each verdict; off until somebody wants it.

function sound(outcome) {
  const tones = { accepted: [660, 880], passed: [660], refused: [330, 220], malformed: [392, 392, 392], unavailable: [440, 440] };
  if (!tones[outcome]) return;
  sounds ||= new AudioContext();
  tones[outcome].forEach((pitch, at) => {
    const [tone, loud] = [sounds.createOscillator(), sounds.createGain()];
    const begins = sounds.currentTime + at * 0.18;
    tone.frequency.value = pitch;
    loud.gain.setValueAtTime(0.06, begins);
    loud.gain.exponentialRampToValueAtTime(0.001, begins + 0.16);
    tone.connect(loud).connect(sounds.destination);
    tone.start(begins);
    tone.stop(begins + 0.17);
  });
}

addEventListener("offline", () => {
  if (!isCut() && !isBusy()) go(location.href, {}, stays());
});
addEventListener("online", () => tryNow?.());

setTimeout(freshen, SOON_MS);
setInterval(freshen, FRESH_MS);
settle();
