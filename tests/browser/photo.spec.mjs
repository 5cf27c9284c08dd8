// A steward photographs a hazard without signal. The photo loses what the camera wrote beside it, survives a reload and a
// cut in the middle of its way, and is seen by the branch and by nobody else.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./server.mjs";
import { badge, device, installed, signIn } from "./people.mjs";

const chip = (page, name) => page.locator("label.chip", { hasText: name });
const WHERE = "GPS 34.5809N 105.7249E";

/** A JPEG as a camera writes it: large, turned on its side, with the place in its EXIF. */
async function fromCamera(page, { width = 2400, height = 1800, noise = 40 } = {}) {
  const base64 = await page.evaluate(
    async ([width, height, noise]) => {
      const canvas = new OffscreenCanvas(width, height);
      const paper = canvas.getContext("2d");
      const picture = paper.createImageData(width, height);
      let seed = 7;
      for (let i = 0; i < picture.data.length; i += 4) {
        seed = (seed * 1103515245 + 12345) % 2147483648;
        const x = (i / 4) % width;
        const y = Math.floor(i / 4 / width);
        const grain = (seed / 2147483648 - 0.5) * noise;
        picture.data.set([120 + (100 * x) / width + grain, 90 + (90 * y) / height + grain, 80 + grain, 255], i);
      }
      paper.putImageData(picture, 0, 0);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 })).arrayBuffer());
      let text = "";
      for (const byte of bytes) text += String.fromCharCode(byte);
      return btoa(text);
    },
    [width, height, noise],
  );
  const jpeg = Buffer.from(base64, "base64");
  // Orientation 6: the camera was held upright. Behind it the words that must not leave the phone.
  const tiff = Buffer.from("4d4d002a00000008000101120003000000010006000000000000", "hex");
  const body = Buffer.concat([Buffer.from("Exif\0\0"), tiff, Buffer.from(WHERE)]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(body.length + 2);
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, body, jpeg.subarray(2)]);
}

const choose = (page, name, buffer) =>
  page.locator("#photos").setInputFiles({ name, mimeType: "image/jpeg", buffer });

/** Whether the words stand anywhere in the server's folder. */
const holds = (data, words) =>
  readdirSync(data, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .some((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name)).includes(words));

test("a photo taken without signal arrives whole after a cut, without EXIF, and only where its hazard is seen", async ({ browser, server }) => {
  test.setTimeout(120_000);
  const branch = await signIn(browser, server, "何建国", { viewport: { width: 1366, height: 768 } });
  const steward = await signIn(browser, server, "秦守仁");
  await installed(steward);
  const camera = await fromCamera(steward);
  expect(camera.includes(WHERE)).toBe(true);
  await steward.context().setOffline(true);

  await steward.getByRole("link", { name: "安全隐患" }).click();
  await chip(steward, "井盖").click();
  await choose(steward, "one.jpg", camera);
  await expect(steward.locator(".photos img")).toHaveCount(1);
  await choose(steward, "two.jpg", await fromCamera(steward, { width: 300, height: 200 }));
  await expect(steward.locator(".photos img")).toHaveCount(2);
  await steward.getByRole("button", { name: "去掉照片 2" }).click();
  await expect(steward.locator(".photos img")).toHaveCount(1);
  // What is no photo is said, and what was chosen stays.
  await choose(steward, "broken.jpg", Buffer.from("no photo"));
  await expect(steward.getByText("这张照片打不开").first()).toBeVisible();
  const made = await steward.locator(".photos img").evaluate(async (image) => {
    await image.decode();
    return { width: image.naturalWidth, height: image.naturalHeight, src: image.src };
  });
  expect([made.width, made.height], "upright, and within bounds").toEqual([1200, 1600]);
  const photo = Buffer.from(made.src.split(",")[1], "base64");
  expect(photo.length).toBeLessThanOrEqual(200 * 1024);
  expect(photo.includes(WHERE) || photo.includes("Exif")).toBe(false);
  expect(photo.length, "several pieces").toBeGreaterThan(64 * 1024);
  const id = createHash("sha256").update(photo).digest("base64url");
  await steward.getByRole("button", { name: "记下来" }).click();
  const row = steward.locator("main li a", { hasText: "井盖" }).first();
  await expect(row).toContainText("待送出");

  await steward.reload();
  await row.click();
  const shown = steward.locator(".photos img");
  await expect(shown).toHaveCount(1);
  expect(await shown.evaluate((image) => image.decode().then(() => image.naturalHeight))).toBe(1600);
  const path = new URL(steward.url()).pathname;
  await steward.locator("header button.badge").click();
  await expect(steward.getByRole("dialog").locator("dl > div", { hasText: "没送出的照片" })).toContainText("1");
  await steward.keyboard.press("Escape");

  // The second piece reaches the server, its answer does not reach the phone, and the network is gone for a while.
  const pieces = [];
  let cut = true;
  await steward.route("**/api/photos/**", async (route) => {
    const request = route.request();
    if (cut && pieces.length >= 2) return route.abort("connectionreset");
    if (request.method() !== "PUT") return route.continue();
    pieces.push(Number(new URL(request.url()).searchParams.get("at")));
    if (pieces.length === 2) {
      await route.fetch();
      return route.abort("connectionreset");
    }
    return route.continue();
  });
  await steward.context().setOffline(false);
  await expect.poll(() => pieces.length, { timeout: 15_000 }).toBe(2);
  await expect(badge(steward)).toHaveText(/1 张照片/);
  cut = false;
  await expect(badge(steward)).toHaveText(/已同步/, { timeout: 30_000 });
  const expected = Array.from({ length: Math.ceil(photo.length / 32768) }, (_, n) => n * 32768);
  expect(pieces, "gone on with where it was cut, no piece twice").toEqual(expected);

  await branch.goto(path);
  const seen = branch.locator(".photos img");
  await expect(seen).toHaveCount(1);
  expect(await seen.evaluate((image) => image.decode().then(() => [image.naturalWidth, image.naturalHeight]))).toEqual([1200, 1600]);
  await branch.locator(".ph-open").focus();
  await branch.keyboard.press("Enter");
  await expect(branch.getByRole("dialog").locator("img")).toBeVisible();
  await branch.keyboard.press("Escape");
  await expect(branch.getByRole("dialog")).toHaveCount(0);
  await expect(branch.locator(".ph-open")).toBeFocused();
  await branch.locator(".ph-open").click();
  const close = branch.getByRole("dialog").getByRole("button", { name: "关闭" });
  const box = await close.boundingBox();
  expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(48);
  await close.click();
  await expect(branch.locator(".ph-open")).toBeFocused();

  const address = `/api/photos/jinbu/${id}`;
  const status = (page) => page.evaluate((address) => fetch(address).then((answer) => answer.status), address);
  expect(await status(branch)).toBe(200);
  for (const name of ["周桂芳", "陈小雨"]) {
    const other = await signIn(browser, server, name);
    expect(await status(other), name).toBe(404);
    await other.context().close();
  }
  const nobody = await device(browser, server);
  await nobody.goto("/");
  expect(await status(nobody)).toBe(401);

  await server.stop();
  expect(holds(server.data, WHERE) || holds(server.data, "Exif\0"), "no EXIF on the server").toBe(false);
  expect(holds(server.data, photo.subarray(1000, 1400)), "and the photo is there").toBe(true);
  const { status: code, output } = server.verify();
  expect(output).toContain("0 differences");
  expect(code).toBe(0);
  expect([...steward.problems, ...branch.problems]).toEqual([]);
});

test("a photo that has not arrived yet, and a phone without network, say so", async ({ browser, server }) => {
  const steward = await signIn(browser, server, "秦守仁");
  await steward.route("**/api/photos/**", (route) => route.abort("connectionreset"));
  await steward.getByRole("link", { name: "安全隐患" }).click();
  await chip(steward, "消防").click();
  await choose(steward, "one.jpg", await fromCamera(steward, { width: 300, height: 200 }));
  await expect(steward.locator(".photos img")).toHaveCount(1);
  await steward.getByRole("button", { name: "记下来" }).click();
  await expect(badge(steward)).toHaveText(/1 张照片等信号|正在送出 1 张照片/);
  await steward.locator("main li a", { hasText: "消防" }).first().click();
  const path = new URL(steward.url()).pathname;
  await expect(steward.locator(".photos img")).toHaveCount(1);

  const branch = await signIn(browser, server, "何建国");
  await branch.goto(path);
  const absent = branch.locator(".ph-add");
  await expect(absent).toContainText("照片不在这台手机上");
  await branch.context().setOffline(true);
  await absent.click();
  await expect(absent).toContainText("有信号时点这里");
  await branch.context().setOffline(false);

  await steward.unroute("**/api/photos/**");
  await expect(badge(steward)).toHaveText(/已同步/, { timeout: 40_000 });
  await branch.locator(".ph-add").click();
  await expect(branch.locator(".photos img")).toHaveCount(1);
});

test("a phone with the stores of the version before keeps what waits in them", async ({ browser, server }) => {
  const steward = await device(browser, server);
  // A page of the same address without the app.
  await steward.goto("/screen/jinbu");
  await steward.evaluate(async () => {
    const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"person":"qin-shouren"}' };
    await fetch("/api/demo/session", options);
    const me = await (await fetch("/api/me")).text();
    const open = (name, stores, version) =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open(name, version);
        request.onupgradeneeded = () => stores.forEach((store) => request.result.createObjectStore(store));
        request.onsuccess = () => resolve(request.result);
        request.onerror = reject;
      });
    const put = (database, store, key, value) =>
      new Promise((resolve) => {
        const transaction = database.transaction(store, "readwrite");
        transaction.objectStore(store).put(value, key);
        transaction.oncomplete = resolve;
      });
    const device = await open("jiefang", ["session"], 1);
    await put(device, "session", "me", me);
    device.close();
    const own = await open("jiefang-qin-shouren", ["outbox", "meta", "segment"], 1);
    const client = "client-of-before";
    const find = { id: "h-of-before", place: "qinyuan-5", spot: "3", category: "wiring", grade: "ordinary", note: "旧版记的", found_at_ms: Date.now() - 60_000 };
    const op = { op_id: "op-of-before", n: 1, authored_at_ms: Date.now() - 50_000, offset_ms: 0, act: { kind: "hazard.find@1", body: find } };
    const entry = { book: "jinbu", entry: { serial: 1, client_id: client, op, state: "waiting" } };
    await put(own, "outbox", "jinbu/0000000000000001", JSON.stringify(entry));
    await put(own, "meta", "client", client);
    await put(own, "meta", "counter/jinbu", JSON.stringify({ client_id: client, n: 2, serial: 2 }));
    own.close();
  });
  await steward.goto("/stewards?show=mine");
  await expect(badge(steward)).toHaveText(/已同步/, { timeout: 15_000 });
  const versions = await steward.evaluate(() => indexedDB.databases());
  expect(versions.find(({ name }) => name === "jiefang-qin-shouren").version).toBe(2);
  await steward.goto("/stewards/h-of-before");
  await expect(steward.getByText("旧版记的").first()).toBeVisible();
  expect(server.verify().output).toContain("0 differences");
});
