// The one socket: lost and found again without losing a word.

const KEPT = 1500; // frames of 20 ms: half a minute

export class Line {
  // event(message), sound(reply, rate, samples), changed(): whether it is open. hold(): what is held of the live reply.
  constructor({ event, sound, changed }) {
    Object.assign(this, { event, sound, changed, call: "", open: false, over: "", tries: 0, frames: [], typed: new Map() });
    this.holds = { reply: 0, held: 0, played: 0 };
  }

  connect() {
    this.over = "";
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/live`);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => socket.send(JSON.stringify({ do: "hello", call: this.call, ...this.holds }));
    socket.onmessage = ({ data }) => (typeof data === "string" ? this.read(JSON.parse(data)) : this.hear(data));
    socket.onclose = () => this.lost(socket);
  }

  read(message) {
    if (message.what === "state") this.found(message);
    if (message.what === "elsewhere") this.over = "elsewhere";
    if (message.what === "from") this.holds = { reply: message.reply, held: message.seconds, played: message.seconds };
    if (message.key) this.typed.delete(message.key);
    this.event(message);
  }

  hear(data) {
    const [reply, rate] = new Uint32Array(data, 0, 2);
    const samples = Float32Array.from(new Int16Array(data, 8), (one) => one / 32768);
    if (reply !== this.holds.reply) this.holds = { reply, held: 0, played: 0 };
    this.holds.held += samples.length / rate;
    this.sound(reply, rate, samples);
  }

  // The talk is open: what waited goes first.
  found({ call, lines }) {
    const other = call !== this.call;
    Object.assign(this, { call, open: true, tries: 0 });
    if (other) this.holds = { reply: 0, held: 0, played: 0 };
    for (const { key } of lines) this.typed.delete(key);
    for (const [key, text] of this.typed) this.say({ do: "typed", key, text });
    if (this.frames.length) this.say({ do: "late", seconds: this.frames.length * 0.02 });
    for (const frame of this.frames.splice(0)) this.socket.send(frame);
    this.changed();
  }

  async lost(socket) {
    if (socket !== this.socket) return;
    this.open = false;
    this.changed();
    if (this.over) return;
    const wait = Math.min(2000, 200 * 2 ** this.tries++);
    await new Promise((done) => setTimeout(done, wait));
    const answer = await fetch("/", { method: "HEAD", cache: "no-store" }).catch(() => null);
    if (answer?.status === 403) this.over = "pass";
    if (this.over) this.changed();
    else if (answer) this.connect();
    else this.lost(socket);
  }

  say(message) {
    if (this.open) this.socket.send(JSON.stringify(message));
  }

  type(text) {
    const key = Array.from(crypto.getRandomValues(new Uint8Array(12)), (one) => one.toString(16).padStart(2, "0")).join("");
    this.typed.set(key, text);
    this.say({ do: "typed", key, text });
  }

  frame(buffer) {
    if (this.open) return this.socket.send(buffer);
    if (this.over) return undefined;
    return this.frames.push(buffer) > KEPT && this.frames.shift();
  }

  played(reply, seconds) {
    if (reply === this.holds.reply) this.holds.played = seconds;
    this.say({ do: "played", reply, seconds });
  }
}
