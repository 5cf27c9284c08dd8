// What only the browser can do with a picture. In Rust each of these calls would be paid for twice, as code and as glue.

// Longest side and quality, until the bytes fit. The first does for most pictures.
const STEPS = [[1600, 0.8], [1600, 0.6], [1280, 0.6], [1024, 0.5], [640, 0.4]];

/** The picture in a file, upright as the camera was held, as a JPEG of at most so many bytes; throws where there is none. */
export async function redrawn(file, bytesMax, ratioMax) {
  const picture = await createImageBitmap(file);
  const { width, height } = picture;
  const [short, long] = width < height ? [width, height] : [height, width];
  if (long > short * ratioMax) throw width;
  const canvas = document.createElement("canvas");
  for (const [side, quality] of STEPS) {
    const scale = Math.min(1, side / long);
    canvas.width = width * scale;
    canvas.height = height * scale;
    const paper = canvas.getContext("2d");
    // Otherwise thin lines of a large picture break.
    paper.imageSmoothingQuality = "high";
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (drawn.size <= bytesMax) {
      // The whole picture of a camera is fifty megabytes.
      picture.close();
      return new Uint8Array(await drawn.arrayBuffer());
    }
  }
  throw width;
}

/** The SHA-256 of bytes. */
export const hashed = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
