// QR codes as people meet them: what the server draws, as a picture somebody took, and as a film in front of a camera.

import { writeFile } from "node:fs/promises";

/** A picture of the code that stands on a page: what somebody's camera sees of a sheet, a little turned, on a table. */
export async function photographed(page, code, { width = 640, height = 480, type = "image/png" } = {}) {
  const shot = await code.screenshot();
  const base64 = await page.evaluate(
    async ([shot, width, height, type]) => {
      const bytes = Uint8Array.from(atob(shot), (letter) => letter.charCodeAt(0));
      const sheet = await createImageBitmap(new Blob([bytes]));
      const canvas = new OffscreenCanvas(width, height);
      const paper = canvas.getContext("2d");
      paper.fillStyle = "#8a7f70";
      paper.fillRect(0, 0, width, height);
      paper.translate(width / 2, height / 2);
      paper.rotate(0.12);
      const side = height * 0.62;
      paper.drawImage(sheet, -side / 2, -side / 2, side, side);
      const made = new Uint8Array(await (await canvas.convertToBlob({ type })).arrayBuffer());
      let text = "";
      for (const byte of made) text += String.fromCharCode(byte);
      return btoa(text);
    },
    [shot.toString("base64"), width, height, type],
  );
  return Buffer.from(base64, "base64");
}

/** Writes a film of one picture for the browser's own stand-in for a camera. */
export async function film(page, picture, path, { width = 640, height = 480 } = {}) {
  const base64 = await page.evaluate(
    async ([picture, width, height]) => {
      const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
      const paper = new OffscreenCanvas(width, height).getContext("2d");
      paper.drawImage(await createImageBitmap(new Blob([bytes])), 0, 0, width, height);
      const { data } = paper.getImageData(0, 0, width, height);
      let text = "";
      for (let i = 0; i < data.length; i += 4) {
        text += String.fromCharCode(Math.round(16 + (0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2]) * 0.859));
      }
      return btoa(text);
    },
    [picture.toString("base64"), width, height],
  );
  const grey = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), Buffer.from(base64, "base64"), grey]);
  await writeFile(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame]));
}
