// The page of `chainreel watch`: it shows what the last event told, and keeps the picture that was chosen.
"use strict";

const element = (id) => document.getElementById(id);
const chosen = new Map(); // by beat: the number of the picture that was clicked; the last one if none was

const SAYS = {
  drawing: () => "drawing …",
  checking: (board) => `drawn in ${board.seconds.toFixed(1)} s, checking …`,
  ready: (board) => `up to date, drawn in ${board.seconds.toFixed(1)} s`,
  stumbled: () => "cannot be drawn: these are the last good pictures",
};

function made(tag, text, className = "") {
  const found = document.createElement(tag);
  found.textContent = text;
  found.className = className;
  return found;
}

function say(state, text) {
  element("state").dataset.state = state;
  element("state").textContent = text;
}

function show(board) {
  document.title = `${board.title} · Chainreel`;
  element("title").textContent = board.title;
  element("version").textContent = [board.language, board.theme].filter(Boolean).join(" · ");
  say(board.state, board.notice || SAYS[board.state](board));
  showStumble(board.stumble);
  showFindings(board);
  showBeats(board);
}

function showStumble(stumble) {
  const box = element("stumble");
  box.hidden = !stumble;
  box.querySelector("code").textContent = stumble?.spot ?? "";
  box.querySelector("p").textContent = stumble ? stumble.text : "";
}

function showFindings(board) {
  const list = element("findings");
  const items = board.findings.map((finding) => {
    const item = made("li", "");
    if (finding.spot) item.append(made("code", finding.spot));
    item.append(finding.text);
    return item;
  });
  if (!items.length && board.state === "ready") items.push(made("li", "Nothing found.", "none"));
  list.replaceChildren(...items);
  list.classList.toggle("old", board.state !== "ready");
}

function showBeats(board) {
  const host = element("beats");
  const standing = new Map([...host.children].map((article) => [article.dataset.place, article]));
  host.replaceChildren(...board.beats.map((beat) => shownBeat(standing.get(beat.place), beat, board)));
}

function shownBeat(standing, beat, board) {
  const article = standing ?? element("beat").content.firstElementChild.cloneNode(true);
  article.dataset.place = beat.place;
  article.dataset.order = board.order;
  article.classList.toggle("stale", board.state === "stumbled");
  article.querySelector("h2 code").textContent = beat.place === board.title ? "" : beat.place;
  article.querySelector("h2 span").textContent = beat.title;
  const sentences = beat.sentences.map((sentence) => made("li", sentence));
  article.querySelector(".sentences").replaceChildren(...sentences);
  const strip = article.querySelector(".strip");
  strip.replaceChildren(...beat.shots.map((shot, number) => thumbnail(article, beat, shot, number)));
  choose(article, beat, chosen.get(beat.place));
  return article;
}

function thumbnail(article, beat, shot, number) {
  const button = made("button", "");
  button.type = "button";
  const picture = new Image();
  picture.src = shot.picture;
  picture.alt = "";
  button.append(picture, made("span", shot.label));
  button.addEventListener("click", () => {
    if (number === beat.shots.length - 1) chosen.delete(beat.place);
    else chosen.set(beat.place, number);
    choose(article, beat, number);
  });
  return button;
}

function choose(article, beat, wanted) {
  const number = Math.min(wanted ?? Infinity, beat.shots.length - 1);
  article.querySelector(".large").src = beat.shots[number].picture;
  article.querySelector(".large").alt = `${beat.place}, ${beat.shots[number].label}`;
  const buttons = [...article.querySelectorAll(".strip button")];
  buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(at === number)));
  const strip = article.querySelector(".strip");
  strip.scrollLeft = buttons[number].offsetLeft - strip.offsetLeft - strip.clientWidth / 2 + 66;
}

// Left and right walk through the pictures of the beat that was clicked last, or of the first one.
document.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const article = document.activeElement?.closest("article") ?? document.querySelector("article");
  if (!step || !article) return;
  const buttons = [...article.querySelectorAll(".strip button")];
  const at = buttons.findIndex((button) => button.getAttribute("aria-pressed") === "true");
  const next = buttons[at + step];
  if (!next) return;
  event.preventDefault();
  next.click();
  next.focus();
});

const events = new EventSource("/events");
events.onmessage = (event) => show(JSON.parse(event.data));
events.onerror = () => say("gone", "chainreel watch has ended: start it again, and this page goes on");
