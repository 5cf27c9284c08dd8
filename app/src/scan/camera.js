// Reads QR codes with the browser's own detector, or with a library where there is none. What is read is handed back as
// text and nothing else is done with it.

/** Between two looks: a cheap phone has other things to do as well. */
const EVERY_MS = 120;
/** The longest side of what the library looks at: of a camera's picture, and of a photo that may show much beside the code. */
const FRAME = 960;
const PHOTO = 2000;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** Looks with the browser's own detector; nothing where it has none for QR codes. */
async function own() {
  // Some browsers have the name and nothing behind it.
  const formats = await self.BarcodeDetector?.getSupportedFormats?.().catch(() => []);
  if (!formats?.includes("qr_code")) return undefined;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (picture) => (await detector.detect(picture))[0]?.rawValue;
}

/** Looks with the library. */
async function library() {
  const { read } = await import(__LIBRARY__);
  const canvas = document.createElement("canvas");
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  return (picture, longest, isPhoto) => {
    const width = picture.videoWidth ?? picture.width;
    const height = picture.videoHeight ?? picture.height;
    if (!width) return undefined;
    const scale = Math.min(1, longest / Math.max(width, height));
    canvas.width = width * scale;
    canvas.height = height * scale;
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return read(paper.getImageData(0, 0, canvas.width, canvas.height), isPhoto);
  };
}

let looking;

/** What a picture says: the detector's word, or the library's where the detector fails. */
async function look(picture, longest, isPhoto) {
  looking ??= own().then((found) => found ?? library());
  try {
    return await (await looking)(picture, longest, isPhoto);
  } catch {
    // The detector's service may be missing although it was promised; a library that was not here may be now.
    looking = library();
    looking.catch(() => (looking = undefined));
    return (await looking)(picture, longest, isPhoto);
  }
}

/** Shows the camera at the back in `video`, and gives it up as soon as nobody sees its picture any more. */
async function open(video) {
  if (!navigator.mediaDevices) throw new DOMException("", "NotFoundError");
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", ...size } });
  const timer = setInterval(() => {
    if (video.isConnected && !document.hidden) return;
    clearInterval(timer);
    stream.getTracks().forEach((track) => track.stop());
  }, EVERY_MS);
  video.srcObject = stream;
  // A phone that saves power may wait for a tap: its picture stands still until then.
  video.play().catch(() => {});
}

/** What the first code says that the camera sees; nothing once `video` has left the page. */
export async function watch(video) {
  while (video.isConnected) {
    // While somebody chooses a picture, or is elsewhere, the camera is off.
    if (!document.hidden) {
      if (!video.srcObject?.active) await open(video);
      const text = video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && (await look(video, FRAME));
      if (text && video.isConnected) return text;
    }
    await pause(EVERY_MS);
  }
  return undefined;
}

/** What the code in a picture says; nothing where none can be read. */
export async function still(file) {
  const picture = await createImageBitmap(file);
  // A code that fills the picture reads best small, one in a corner large.
  const text = (await look(picture, FRAME, true)) || (await look(picture, PHOTO, true));
  picture.close();
  return text || undefined;
}
