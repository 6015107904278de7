// The rear camera as a scanner. The browser's own detector is asked first where it knows all we print, else zxing.
const FORMATS = ["code_128", "data_matrix", "ean_13", "ean_8", "itf", "qr_code", "upc_a"];
const ZXING = ["Code128", "DataMatrix", "EAN13", "EAN8", "ITF", "QRCode", "UPCA"];
const GS1 = ["]C1", "]d2", "]Q3", "]e0"];
const EVERY = 120; // milliseconds between two looks
const AWAY = 700; // a code must be out of sight for so long before it counts as another scan

let stream, seen = "", seenAt = 0;

export const there = () => Boolean(navigator.mediaDevices?.getUserMedia);
export const open = () => Boolean(stream);

// Show what the rear camera sees in `video`; `told(code)` is called once each time a code comes into sight.
export async function start(video, told) {
  const wanted = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
  stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: wanted });
  video.srcObject = stream;
  await video.play();
  const read = await reader();
  const mine = stream;
  const look = async () => {
    if (stream !== mine) return;
    const code = document.hidden ? "" : await read(video).catch(() => "");
    const now = performance.now();
    if (stream === mine && code) {
      if (code !== seen || now - seenAt > AWAY) told(code);
      [seen, seenAt] = [code, now];
    }
    setTimeout(look, EVERY);
  };
  look();
}

export function stop(video) {
  stream?.getTracks().forEach((track) => track.stop());
  stream = undefined;
  video.srcObject = null;
}

async function reader() {
  const own = globalThis.BarcodeDetector && await BarcodeDetector.getSupportedFormats().catch(() => []);
  if (own && FORMATS.every((format) => own.includes(format))) {
    const detector = new BarcodeDetector({ formats: FORMATS });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? "";
  }
  const zxing = await load();
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    if (!video.videoWidth) return "";
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    context.drawImage(video, 0, 0);
    const frame = context.getImageData(0, 0, canvas.width, canvas.height);
    const [found] = await zxing.readBarcodes(frame, { formats: ZXING, maxNumberOfSymbols: 1, textMode: "Plain" });
    if (!found?.isValid) return "";
    return (GS1.includes(found.symbologyIdentifier) ? found.symbologyIdentifier : "") + found.text;
  };
}

let loaded;

function load() {
  loaded ||= new Promise((resolve, reject) => {
    const vendor = new URL("../../vendor/", import.meta.url);
    const script = document.createElement("script");
    script.src = new URL("zxing_reader.js", vendor);
    script.onload = () => {
      // Without this it would fetch its other half from a CDN.
      ZXingWASM.prepareZXingModule({ overrides: { locateFile: (name) => new URL(name, vendor).href } });
      resolve(ZXingWASM);
    };
    script.onerror = () => { loaded = undefined; reject(new Error("the camera's reader cannot be loaded")); };
    document.head.append(script);
  });
  return loaded;
}
