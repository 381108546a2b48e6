// What is on the page: the lines, the state in words, the few buttons.

import { Line } from "/line.js";
import { Sound } from "/sound.js";

const $ = (id) => document.getElementById(id);
const NAMES = { you: "you", samantha: "samantha", notice: "note", trouble: "note" };
const SOUNDS = ["from", "duck", "resume", "stop", "over"];
const still = matchMedia("(prefers-reduced-motion: reduce)");
const here = `http://127.0.0.1:${location.port}`;

const MIC = {
  off: "Not listening yet. Press the button, or type.",
  muted: "Muted: the microphone is off.",
  none: "No microphone. You can type.",
};
const MODE = { listening: "Listening.", thinking: "Thinking.", speaking: "Speaking." };
const OVER = {
  elsewhere: "She is in another tab now, with the microphone.",
  pass: "This page’s pass is over. `samantha page` shows an address that opens it anew.",
};
const WHY = {
  NotAllowedError: "The browser does not let this page hear you. Allow the microphone beside the address and press the button again. Typing works all the same.",
  NotFoundError: "There is no microphone on this machine. Typing works all the same.",
  NotReadableError: "The microphone cannot be opened; perhaps another program has it. Typing works all the same.",
};

let mode = "listening";
let mic = "off";
let lines = [];

const line = new Line({ event: take, sound: (reply, rate, samples) => sound.tell({ what: "sound", reply, rate, samples }), changed: draw });
const sound = new Sound({
  frame: (buffer) => line.frame(buffer),
  played: (reply, seconds) => line.played(reply, seconds),
  lost: () => gone("The microphone went away. Connect it and press the button, or type."),
});

function take(message) {
  if (message.what === "state") {
    if (message.call !== take.call) sound.tell({ what: "reset" });
    take.call = message.call;
    ({ lines, mode } = message);
    drawLines();
  } else if (message.what === "line") {
    const { what, ...one } = message;
    const at = lines.findIndex((other) => other.id === one.id);
    if (at < 0) lines.push(one);
    else lines[at] = one;
    lines = lines.filter((other) => other.text).slice(-60);
    drawLines();
    if (one.who === "notice" || one.who === "trouble") $("told").textContent = one.text;
  } else if (message.what === "mode") {
    mode = message.mode;
    // Who hears her needs no reader for it; who does not gets a typed reply read out once it is whole.
    if (mode === "listening" && mic !== "on") $("told").textContent = lines.findLast((one) => one.who === "samantha")?.text ?? "";
  } else if (message.what === "elsewhere") {
    sound.mute();
    sound.tell({ what: "reset" });
    mic = "off";
  } else if (SOUNDS.includes(message.what)) {
    sound.tell(message);
  }
  draw();
}

function drawLines() {
  const list = $("lines");
  const low = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  list.replaceChildren(...lines.map(({ who, text, sure }) => {
    const item = document.createElement("li");
    const name = document.createElement("b");
    name.textContent = NAMES[who];
    item.className = sure ? who : `${who} unsure`;
    item.append(name, text);
    return item;
  }));
  if (low) list.scrollTop = list.scrollHeight;
}

function draw() {
  const lost = !line.open && !line.over;
  document.body.dataset.state = lost ? "lost" : line.over || mode;
  document.body.dataset.mic = mic;
  let words = mode === "listening" || mic === "on" ? "" : MODE[mode];
  words = `${words} ${MIC[mic] ?? MODE[mode]}`.trim();
  if (lost) words = line.tries ? "The connection is lost. Trying again; what you say in the next half minute is kept." : "One moment.";
  $("state").textContent = OVER[line.over] ?? words;
  $("begin").hidden = line.over === "pass" || (!line.over && (mic === "on" || mic === "muted"));
  $("begin").textContent = line.over === "elsewhere" ? "Bring her here" : "Let her hear you";
  $("ask").hidden = mic !== "off" || !!line.over;
  $("mute").hidden = !!line.over || (mic !== "on" && mic !== "muted");
  $("mute").textContent = mic === "muted" ? "Unmute" : "Mute";
  $("mute").setAttribute("aria-pressed", String(mic === "muted"));
}

function say(words) {
  $("trouble").textContent = words;
  $("trouble").hidden = !words;
}

function gone(words) {
  sound.mute();
  mic = "none";
  say(words);
  draw();
}

async function listen(device) {
  say("");
  try {
    await sound.start();
    await sound.listen(device);
    mic = "on";
    await drawDevices();
  } catch (error) {
    gone(WHY[error.name] ?? `The microphone cannot be used here (${error.name}). Typing works all the same.`);
  }
  draw();
}

async function drawDevices() {
  const found = await sound.devices();
  $("device").replaceChildren(...found.map(({ id, name, used }) => new Option(name, id, used, used)));
  $("choose").hidden = found.length < 2;
}

function stir() {
  const level = mode === "speaking" && !still.matches ? sound.level() : 0;
  document.documentElement.style.setProperty("--stir", level.toFixed(3));
  requestAnimationFrame(stir);
}

$("begin").onclick = () => {
  if (line.over) {
    line.call = "";
    line.connect();
  }
  listen($("device").value);
};
$("mute").onclick = () => {
  if (mic === "muted") return listen($("device").value);
  sound.mute();
  mic = "muted";
  return draw();
};
$("device").onchange = () => mic === "on" && listen($("device").value);
$("stop").onclick = () => line.say({ do: "tap" });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") line.say({ do: "tap" });
});
$("type").onsubmit = (event) => {
  event.preventDefault();
  const text = $("words").value.trim();
  if (text) line.type(text);
  $("words").value = "";
};

if (!isSecureContext || !navigator.mediaDevices || !window.AudioWorkletNode) {
  $("begin").disabled = true;
  mic = "none";
  say(isSecureContext
    ? "This browser cannot hear you. Typing works all the same."
    : `Browsers give the microphone only to a safe address. On the machine she runs on that is ${here}; from another one, bring it there with ssh -L ${location.port}:127.0.0.1:${location.port}.`);
} else {
  navigator.mediaDevices.ondevicechange = () => mic === "on" && drawDevices();
}
line.connect();
draw();
stir();
