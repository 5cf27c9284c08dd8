// Codes are read where they can also be typed: a checkpoint's sign, a sign-in sheet. Each as it is printed here.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { faults } from "./axe.mjs";
import { badge, device, installed, signIn } from "./people.mjs";
import { film, photographed } from "./qr.mjs";
import { expect, test } from "./server.mjs";

const PASSPHRASE = "今天天气真是好得很";
const DESK = { viewport: { width: 1366, height: 768 } };
const chip = (page, name) => page.locator("label.chip", { hasText: name });
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const scan = (page) => press(page, "扫码");
const sheet = (page) => page.getByRole("dialog", { name: "扫二维码" });
const choose = (page, buffer, mimeType = "image/png") =>
  sheet(page).locator("input[type=file]").setInputFiles({ name: "code", mimeType, buffer });

/** The sheet that lets somebody in, as a worker has it on the screen. */
async function sheetFor(worker, name) {
  await worker.goto("/people");
  await worker.getByLabel(/找人/).first().fill(name);
  await worker.locator("main a.cell", { hasText: name }).first().click();
  await press(worker, "做一张开通单");
  return worker.locator(".slip-qr");
}

/** The sign of a place among those of its estate. */
async function signOf(worker, name) {
  await worker.goto("/grid/qinyuan");
  await worker.getByText("巡逻标牌").click();
  await press(worker, "做标牌");
  return worker.locator(".slip", { hasText: name }).locator(".slip-qr");
}

/** A patrol that has set out; its last step's questions are open. */
async function patrol(steward) {
  await steward.getByRole("link", { name: "首页" }).first().click();
  await steward.getByRole("link", { name: "巡逻", exact: true }).click();
  await press(steward, "记下来");
  await steward.locator("main li", { hasText: "已安排" }).first().click();
  await press(steward, "出发");
  await press(steward, "巡完了");
}

/** Counts what is fetched under a name. */
function fetched(page, name) {
  const all = [];
  page.on("request", (request) => name.test(new URL(request.url()).pathname) && all.push(request.url()));
  return all;
}

/** A browser of its own, whose camera shows a film. */
async function filming(path, asks = false) {
  const { executablePath, args } = test.info().project.use.launchOptions;
  const camera = ["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${path}`];
  return chromium.launch({ executablePath, args: [...args, ...camera, ...(asks ? [] : ["--use-fake-ui-for-media-stream"])] });
}

test("a printed sign-in sheet is read from a picture of it, and lets its person in", async ({ browser, server }) => {
  const worker = await signIn(browser, server, "赵敏", DESK);
  const picture = await photographed(worker, await sheetFor(worker, "陈小雨"), { type: "image/jpeg" });
  const phone = await device(browser, server);
  const library = fetched(phone, /^\/(qr|scan)-/);
  await phone.addInitScript(() => delete Navigator.prototype.serviceWorker);
  await phone.goto("/enrol");
  expect(library, "nothing of it before somebody scans").toEqual([]);
  await scan(phone);
  // There is no camera here: said in words, and the picture is the other way.
  await expect(sheet(phone)).toContainText("这里打不开相机");
  expect(await faults(phone, "scanning")).toEqual([]);
  await choose(phone, await photographed(worker, worker.locator("h1")));
  await expect(sheet(phone)).toContainText("照片里没有看清二维码");
  await choose(phone, picture, "image/jpeg");
  await expect(sheet(phone)).toHaveCount(0);
  await expect(phone.getByLabel("纸上的编码")).toHaveValue(/^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$/);
  await expect(phone.getByLabel("口令", { exact: true })).toBeFocused();
  expect(new URL(phone.url()).pathname, "nobody went where it leads").toBe("/enrol");
  expect(library.length).toBe(2);
  await phone.keyboard.type(PASSPHRASE);
  await press(phone, "开通");
  await expect(badge(phone)).toHaveText(/已同步/, { timeout: 15_000 });
  expect([...worker.problems, ...phone.problems]).toEqual([]);
});

test("on the stairs without signal a sign is read and its checkpoint ticked; somebody else's code is named and not opened", async ({ browser, server }) => {
  test.setTimeout(90_000);
  const worker = await signIn(browser, server, "赵敏", DESK);
  const sign = await signOf(worker, "秦苑小区 2号楼");
  const picture = await photographed(worker, sign);
  const foreign = await photographed(worker, await sheetFor(worker, "陈小雨"));
  const steward = await signIn(browser, server, "秦守仁");
  await installed(steward);
  await steward.context().setOffline(true);
  await patrol(steward);
  const second = steward.getByLabel("秦苑小区 2号楼");
  await expect(second).not.toBeChecked();
  await scan(steward);
  await choose(steward, foreign);
  await expect(sheet(steward)).toContainText("这个二维码不是这里用的，没有打开");
  await choose(steward, picture);
  await expect(sheet(steward)).toHaveCount(0);
  await expect(second).toBeChecked();
  await expect(second).toBeFocused();
  // The questions are put away between two places, and what was seen stays seen.
  await steward.getByRole("dialog").getByRole("button", { name: "关闭" }).click();
  await press(steward, "巡完了");
  await expect(second).toBeChecked();
  await press(steward, "确定");
  await expect(steward.getByText(/2号楼 · .*看过/)).toBeVisible();
  await expect(steward.getByText("秦苑小区 3号楼 · 没看")).toBeVisible();
  expect([...worker.problems, ...steward.problems]).toEqual([]);
});

test("the camera reads a sign, stops when its sheet goes, and says when it is not allowed", async ({ browser, server }) => {
  test.setTimeout(90_000);
  const worker = await signIn(browser, server, "赵敏", DESK);
  const folder = await mkdtemp(join(tmpdir(), "jiefang-film-"));
  const path = join(folder, "sign.y4m");
  await film(worker, await photographed(worker, await signOf(worker, "秦苑小区 2号楼")), path);
  const [camera, asking] = [await filming(path), await filming(path, true)];
  try {
    const steward = await signIn(camera, server, "秦守仁");
    await steward.addInitScript(() => {
      const ask = MediaDevices.prototype.getUserMedia;
      MediaDevices.prototype.getUserMedia = async function (wanted) {
        window.wanted = wanted;
        return (window.stream = await ask.call(this, wanted));
      };
    });
    await steward.reload();
    await patrol(steward);
    await scan(steward);
    await expect(steward.getByLabel("秦苑小区 2号楼")).toBeChecked({ timeout: 15_000 });
    await expect(sheet(steward)).toHaveCount(0);
    await expect.poll(() => steward.evaluate(() => window.stream.active), "the camera is given back").toBe(false);
    expect(await steward.evaluate(() => window.wanted.video.facingMode)).toBe("environment");
    expect(steward.problems).toEqual([]);

    const phone = await device(asking, server);
    await phone.goto("/enrol");
    await scan(phone);
    await expect(sheet(phone)).toContainText("没有让用相机");
    await phone.keyboard.press("Escape");
    await expect(phone.getByRole("button", { name: "扫码" })).toBeFocused();
    await phone.getByLabel("纸上的编码").fill("typing works");
    expect(phone.problems).toEqual([]);
  } finally {
    await Promise.all([camera.close(), asking.close()]);
    await rm(folder, { recursive: true });
  }
});

test("the browser's own detector is asked where there is one, and nothing it says is followed", async ({ browser, server }) => {
  const phone = await device(browser, server);
  const library = fetched(phone, /^\/qr-/);
  await phone.addInitScript(() => {
    delete Navigator.prototype.serviceWorker;
    window.asked = [];
    window.looks = 0;
    window.BarcodeDetector = class {
      static getSupportedFormats = async () => ["ean_13", "qr_code"];
      constructor(options) {
        window.asked.push(options.formats);
      }
      detect = async (picture) => {
        if (!picture.width) return [];
        window.looks += 1;
        return [{ rawValue: window.says }];
      };
    };
  });
  await phone.goto("/enrol");
  const origin = new URL(phone.url()).origin;
  await phone.waitForLoadState("networkidle");
  const picture = await photographed(phone, phone.locator("h1"));
  await scan(phone);
  let looks = 0;
  for (const foreign of ["https://elsewhere.example/enrol/ABCD-EFGH-JKLM-NP29", "javascript:alert(1)", `${origin}/grid/qinyuan-5`, "ABCD"]) {
    await phone.evaluate((says) => (window.says = says), foreign);
    await choose(phone, picture);
    // The line of the one before stands until this one was looked at.
    await expect.poll(() => phone.evaluate(() => window.looks), foreign).toBe((looks += 1));
    await expect(sheet(phone).getByRole("status"), foreign).toHaveText("这个二维码不是这里用的，没有打开。");
    await expect(phone.getByLabel("纸上的编码")).toHaveValue("");
  }
  await phone.evaluate((says) => (window.says = says), `${origin}/enrol/ABCD-EFGH-JKLM-NP29`);
  await choose(phone, picture);
  await expect(phone.getByLabel("纸上的编码")).toHaveValue("ABCD-EFGH-JKLM-NP29");
  expect(phone.url(), "nobody went anywhere").toBe(`${origin}/enrol`);
  expect(await phone.evaluate(() => window.asked)).toEqual([["qr_code"]]);
  expect(library, "the library is not needed").toEqual([]);
  expect(phone.problems).toEqual([]);
});
