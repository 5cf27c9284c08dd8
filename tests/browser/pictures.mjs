// A photo as a phone makes it.

/** A JPEG with a patch of one colour, drawn by the browser. */
export async function jpeg(page) {
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(640, 480);
    const paper = canvas.getContext("2d");
    paper.fillStyle = "#a33";
    paper.fillRect(40, 40, 300, 200);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg" })).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  });
  return Buffer.from(base64, "base64");
}
