// What the desk's page does by itself: looks for the answer, takes keys and scanners, clears itself.
// Without it every button and every form does the same when it is pressed.
"use strict";

const SETTINGS = { keys: true, clears: true, sound: false };
const BURST_MS = 100; // keys that follow each other faster are a scanner's
let typed = "";
let pause = 0;
let clearing = 0;
let left = 0;
let watching = null;
let turns = 0;
let sounds = null;

function setting(name) {
  try {
    const kept = localStorage.getItem(`livret.${name}`);
    return kept === null ? SETTINGS[name] : kept === "1";
  } catch {
    return SETTINGS[name];
  }
}

// Showing a page in the place of this one, without losing keys that are just being typed.

async function go(address, sent) {
  const turn = (turns += 1);
  if (watching) watching.abort();
  stopClearing();
  try {
    const answer = await fetch(address, { ...sent, cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== turns) return; // somebody was quicker; what is asked for last is what is shown
    if (answer.status === 413) return tooLarge(page);
    if (!page.body.classList.contains("desk")) throw new Error("not the desk's");
    history.replaceState(null, "", answer.url);
    document.title = page.title;
    document.documentElement.lang = page.documentElement.lang;
    document.body.replaceWith(document.adoptNode(page.body));
    settle();
  } catch {
    if (turn === turns) location.reload();
  }
}

// A file that was too large was not read: that is said where it was chosen, and the page stays.
function tooLarge(page) {
  const words = page.querySelector(`p[lang="${document.documentElement.lang}"]`).textContent;
  const form = document.querySelector("[data-read]");
  const said = document.createElement("p");
  said.setAttribute("role", "alert");
  said.textContent = words;
  document.body.removeAttribute("aria-busy");
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
  go(form.action, { method: "POST", body });
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
    try {
      const answer = await fetch(`${address}?was=${encodeURIComponent(stand)}`, { cache: "no-store", signal });
      const changed = !answer.ok || (await answer.json()).stand !== stand;
      if (changed && !signal.aborted) return go(location.href);
    } catch {
      if (signal.aborted) return;
      // The network is away; the next look may find it.
      await new Promise((then) => setTimeout(then, 1000));
    }
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
  const button = event.target.closest("button");
  if (!button) return;
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
  const tones = { accepted: [660, 880], passed: [660], refused: [330, 220], malformed: [330, 220], unavailable: [440, 440] };
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

settle();
