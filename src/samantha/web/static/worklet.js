// The audio thread: the microphone as 16,000 samples a second in frames of 20 ms, and her voice with its playhead.

const HEARD = 16000;
const FRAME = 320;
const PHASES = 512;
const SOFT = 0.2;

// One rate from another with a windowed sinc, a piece at a time; a context's own rate is never the one we want
// everywhere (Safari keeps the hardware's whatever it is asked for).
class Resampler {
  constructor(from, to) {
    this.step = from / to;
    const cut = Math.min(1, to / from) * 0.94;
    this.half = Math.ceil(12 / cut);
    this.table = Array.from({ length: PHASES + 1 }, (_, p) => Float32Array.from({ length: 2 * this.half }, (_, k) => {
      const x = k + 1 - this.half - p / PHASES;
      const sinc = x ? Math.sin(Math.PI * cut * x) / (Math.PI * x) : cut;
      return Math.abs(x) < this.half ? sinc * (0.5 + 0.5 * Math.cos(Math.PI * x / this.half)) : 0;
    }));
    this.rest = new Float32Array(this.half);
    this.at = this.half;
  }

  push(input) {
    const x = new Float32Array(this.rest.length + input.length);
    x.set(this.rest);
    x.set(input, this.rest.length);
    const out = [];
    for (; Math.floor(this.at) + this.half < x.length; this.at += this.step) {
      const whole = Math.floor(this.at);
      const weights = this.table[Math.round((this.at - whole) * PHASES)];
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * x[whole + 1 - this.half + k];
      out.push(sum);
    }
    const gone = Math.max(0, Math.min(x.length, Math.floor(this.at) + 1 - this.half));
    this.rest = x.slice(gone);
    this.at -= gone;
    return out;
  }
}

class Ear extends AudioWorkletProcessor {
  constructor() {
    super();
    this.resampler = new Resampler(sampleRate, HEARD);
    this.frame = new Int16Array(FRAME);
    this.filled = 0;
  }

  process(inputs) {
    // A track that was stopped gives nothing; time goes on in silence.
    for (const sample of this.resampler.push(inputs[0][0] ?? new Float32Array(128))) {
      this.frame[this.filled++] = Math.round(Math.max(-1, Math.min(1, sample)) * 32767);
      if (this.filled < FRAME) continue;
      this.port.postMessage(this.frame.buffer, [this.frame.buffer]);
      this.frame = new Int16Array(FRAME);
      this.filled = 0;
    }
    return true;
  }
}

class Mouth extends AudioWorkletProcessor {
  constructor() {
    super();
    this.dead = 0;
    this.begin(0, 0);
    this.port.onmessage = ({ data }) => this[data.what](data);
  }

  begin(reply, seconds) {
    Object.assign(this, { reply, base: seconds, count: 0, queue: [], ready: [], at: 0, resampler: null, rate: 0 });
    Object.assign(this, { gain: 1, goal: 1, held: false, done: !reply, stopping: false, next: 0 });
  }

  // The reply that a message is about; false when that is over already.
  about(reply) {
    if (reply <= this.dead) return false;
    if (reply !== this.reply) this.begin(reply, 0);
    return true;
  }

  sound({ reply, rate, samples }) {
    if (this.about(reply)) this.queue.push({ rate, samples, at: 0 });
  }

  from({ reply, seconds }) {
    if (reply > this.dead) this.begin(reply, seconds);
  }

  duck({ reply }) {
    if (!this.about(reply)) return;
    this.goal = SOFT;
    this.held = this.held || this.seconds() === 0;
    this.report();
  }

  resume({ reply }) {
    if (!this.about(reply)) return;
    this.goal = 1;
    this.held = false;
  }

  stop({ reply }) {
    if (reply === this.reply && !this.done) this.report();
    this.over({ reply });
    if (reply === this.reply) this.stopping = true;
  }

  over({ reply }) {
    this.dead = Math.max(this.dead, reply);
    if (reply === this.reply) this.done = true;
  }

  reset() {
    this.dead = 0;
    this.begin(0, 0);
  }

  seconds() {
    return this.base + this.count / sampleRate;
  }

  report() {
    this.next = currentTime + 0.1;
    this.port.postMessage({ reply: this.reply, seconds: this.seconds() });
  }

  // The next sample of the reply, or null where there is none yet. A phrase is turned to our rate only as it sounds.
  sample() {
    while (this.at >= this.ready.length) {
      const first = this.queue[0];
      if (!first) return null;
      if (first.rate !== this.rate) [this.rate, this.resampler] = [first.rate, new Resampler(first.rate, sampleRate)];
      this.ready = this.resampler.push(first.samples.subarray(first.at, first.at + 128));
      this.at = 0;
      first.at += 128;
      if (first.at >= first.samples.length) this.queue.shift();
    }
    return this.ready[this.at++];
  }

  process(_, outputs) {
    const out = outputs[0][0];
    const step = this.stopping ? 1 / (0.005 * sampleRate) : 0.8 / (0.05 * sampleRate);
    for (let n = 0; n < out.length && !this.held; n++) {
      const sample = this.sample();
      if (sample === null) break;
      const goal = this.stopping ? 0 : this.goal;
      this.gain += Math.max(-step, Math.min(step, goal - this.gain));
      out[n] = sample * this.gain;
      this.count++;
      if (this.stopping && this.gain <= 0) this.begin(0, 0);
    }
    if (!this.done && this.seconds() > 0 && currentTime >= this.next) this.report();
    return true;
  }
}

registerProcessor("ear", Ear);
registerProcessor("mouth", Mouth);
