// The camera, its light, and the decoder (barcode-detector over zxing-wasm, served by ourselves).
const BETWEEN_FRAMES = 80;
const FORMATS = ["qr_code", "aztec", "data_matrix", "pdf417", "code_128", "code_39", "ean_13"];

export async function startCamera(video, torchButton) {
  if (!navigator.mediaDevices) throw new DOMException("no camera", "NotFoundError");
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
    audio: false,
  });
  video.srcObject = stream;
  await video.play();
  offerLight(stream.getVideoTracks()[0], torchButton);
  keepAwake();
}

export async function decodeFrames(video, wasmUrl, found) {
  const { BarcodeDetector, prepareZXingModule } = globalThis.BarcodeDetectionAPI;
  prepareZXingModule({ overrides: { locateFile: (path, prefix) => (path.endsWith(".wasm") ? wasmUrl : prefix + path) } });
  const detector = new BarcodeDetector({ formats: FORMATS });
  for (;;) {
    if (!document.hidden && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      // A frame that cannot be read is followed by the next one.
      const codes = await detector.detect(video).catch(() => []);
      if (codes.length) found(codes[0].rawValue);
    }
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_FRAMES));
  }
}

function offerLight(track, button) {
  if (!track.getCapabilities?.().torch) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    await track.applyConstraints({ advanced: [{ torch: on }] });
    button.setAttribute("aria-pressed", String(on));
  });
}

function keepAwake() {
  const ask = () => navigator.wakeLock?.request("screen").catch(() => {});
  ask();
  document.addEventListener("visibilitychange", () => document.hidden || ask());
}
