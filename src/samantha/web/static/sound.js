// The microphone and the loudspeaker of the page.

const WANTED = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };

export class Sound {
  // frame(buffer): 20 ms of the microphone. played(reply, seconds). lost(): the microphone went away by itself.
  constructor({ frame, played, lost }) {
    Object.assign(this, { frame, played, lost, context: null, mouth: null, stream: null, source: null, kept: [] });
    this.hearing = false;
  }

  // Call it in the person's own click: browsers begin to sound only then.
  async start() {
    if (this.context) return this.context.resume();
    if (navigator.audioSession) navigator.audioSession.type = "play-and-record"; // iOS: else the earpiece
    this.context = new AudioContext({ latencyHint: "interactive" });
    this.starting = this.build();
    return this.starting;
  }

  async build() {
    await this.context.audioWorklet.addModule("/worklet.js");
    this.ear = new AudioWorkletNode(this.context, "ear", { channelCount: 1, channelCountMode: "explicit" });
    this.mouth = new AudioWorkletNode(this.context, "mouth", { numberOfInputs: 0, outputChannelCount: [1] });
    this.meter = this.context.createAnalyser();
    this.meter.fftSize = 1024;
    this.mouth.connect(this.meter).connect(this.context.destination);
    this.ear.connect(this.context.destination); // silent, but only what is connected is asked for sound
    this.ear.port.onmessage = ({ data }) => this.hearing && this.frame(data);
    this.mouth.port.onmessage = ({ data }) => this.played(data.reply, data.seconds);
    for (const message of this.kept.splice(0)) this.mouth.port.postMessage(message);
    await this.context.resume();
  }

  async listen(device) {
    await this.starting;
    const audio = device ? { ...WANTED, deviceId: { exact: device } } : WANTED;
    const stream = await navigator.mediaDevices.getUserMedia({ audio });
    this.mute();
    this.stream = stream;
    this.source = this.context.createMediaStreamSource(stream);
    this.source.connect(this.ear);
    this.hearing = true;
    stream.getAudioTracks()[0].onended = () => this.lost();
  }

  // The track ends, so that the browser's own sign of listening goes out; silence goes on being sent.
  mute() {
    this.source?.disconnect();
    for (const track of this.stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    this.source = this.stream = null;
  }

  // The microphones there are, with the one in use first told by its id.
  async devices() {
    const all = await navigator.mediaDevices.enumerateDevices();
    const used = this.stream?.getAudioTracks()[0]?.getSettings().deviceId;
    return all.filter((one) => one.kind === "audioinput" && one.deviceId)
      .map((one) => ({ id: one.deviceId, name: one.label || "Microphone", used: one.deviceId === used }));
  }

  // What to play, and how: see the messages of `Mouth` in worklet.js. What comes before the first click waits for it.
  tell(message) {
    if (this.mouth) this.mouth.port.postMessage(message);
    else this.kept.push(message);
  }

  // How loud she sounds just now, 0 to 1.
  level() {
    if (!this.meter) return 0;
    const wave = new Float32Array(this.meter.fftSize);
    this.meter.getFloatTimeDomainData(wave);
    return Math.min(1, 4 * Math.sqrt(wave.reduce((sum, one) => sum + one * one, 0) / wave.length));
  }
}
