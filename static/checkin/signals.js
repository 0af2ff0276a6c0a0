// What a steward hears and feels: admitted rises, amber repeats, refused is low and long.
const TONES = {
  good: { notes: [[880, 0, 0.09], [1320, 0.1, 0.16]], shape: "sine", buzz: [60] },
  warn: { notes: [[520, 0, 0.12], [520, 0.18, 0.12]], shape: "triangle", buzz: [80, 60, 80] },
  bad: { notes: [[170, 0, 0.45]], shape: "square", buzz: [300] },
};
const KEPT = "foyer.door.sound";
const LOUDNESS = 0.25;

let audio = null;
const button = document.querySelector("[data-sound]");
let isOn = localStorage.getItem(KEPT) !== "off";
draw();

button?.addEventListener("click", () => {
  isOn = !isOn;
  localStorage.setItem(KEPT, isOn ? "on" : "off");
  draw();
  if (isOn) signal("good");
});

// Browsers allow sound only from a gesture on.
export function wakeSound() {
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume();
}
for (const gesture of ["pointerdown", "keydown"]) document.addEventListener(gesture, wakeSound, { once: true });

export function signal(tone) {
  const { notes, shape, buzz } = TONES[tone] ?? TONES.bad;
  if (navigator.userActivation?.hasBeenActive ?? true) navigator.vibrate?.(buzz);
  if (!isOn || audio?.state !== "running") return;
  for (const [pitch, after, long] of notes) play(pitch, shape, audio.currentTime + after, long);
}

function play(pitch, shape, at, long) {
  const voice = new OscillatorNode(audio, { frequency: pitch, type: shape });
  const loudness = new GainNode(audio, { gain: LOUDNESS });
  loudness.gain.setTargetAtTime(0, at + long * 0.7, long * 0.1);
  voice.connect(loudness).connect(audio.destination);
  voice.start(at);
  voice.stop(at + long);
}

function draw() {
  button?.setAttribute("aria-pressed", String(isOn));
}
