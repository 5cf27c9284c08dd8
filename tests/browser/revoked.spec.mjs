// A lost phone that is signed out from elsewhere: what waits on it is held, and its owner alone gets at it again.

import { expect, test } from "./server.mjs";
import { badge, device, installed, signIn } from "./people.mjs";
import { faults } from "./axe.mjs";
import { kept } from "./kept.mjs";

const PASSPHRASES = ["楼下的老槐树开花了", "换了一句新的口令"];
const NOTE = "三楼堆着纸箱";

/** A code for 秦守仁, as a worker makes it in person. */
const invite = (worker) =>
  worker.evaluate(async () => {
    const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"book":"jinbu","person":"qin-shouren"}' };
    return (await (await fetch("/api/enrolment", options)).json()).path;
  });

async function enrol(page, path, passphrase) {
  await page.goto(path);
  await page.getByLabel("口令", { exact: true }).fill(passphrase);
  await page.getByRole("button", { name: "开通", exact: true }).click();
  await expect(badge(page)).toHaveText(/已同步/, { timeout: 15_000 });
}

async function come(page, passphrase) {
  await page.getByLabel("姓名或手机号").fill("秦守仁");
  await page.getByLabel("口令", { exact: true }).fill(passphrase);
  await page.getByRole("button", { name: "进入" }).click();
}

test("shared or lost phone: a revoked device's queue is held, not applied, and its owner alone sends it, in person", async ({ browser, server }) => {
  const worker = await signIn(browser, server, "赵敏");
  const branch = await signIn(browser, server, "何建国");
  await branch.goto("/stewards?show=waiting");
  const arrived = branch.locator("main li", { hasText: "井盖" }).filter({ hasText: "秦苑小区 5号楼" });
  const before = await arrived.count();
  const phone = await device(browser, server);
  await enrol(phone, await invite(worker), PASSPHRASES[0]);
  await installed(phone);
  const own = await device(browser, server);
  await own.goto("/");
  await come(own, PASSPHRASES[0]);
  await expect(badge(own)).toHaveText(/已同步/, { timeout: 15_000 });

  // Something is recorded on the phone without a signal, and it is signed out from elsewhere.
  await phone.context().setOffline(true);
  await phone.getByRole("link", { name: "安全隐患" }).click();
  await phone.locator("label.chip", { hasText: "井盖" }).click();
  await phone.getByText("补充一句（可以不写）").click();
  await phone.locator("#note").fill(NOTE);
  await phone.getByRole("button", { name: "记下来" }).click();
  await expect(badge(phone)).toHaveText(/1 条等信号/);
  await own.goto("/me");
  const devices = own.locator("section", { hasText: "我登录着的设备" });
  await expect(devices.locator("li")).toHaveCount(2);
  await expect(devices.locator("li", { hasText: "这一台" })).toHaveCount(1);
  await devices.getByRole("button", { name: "退出", exact: true }).click();
  await own.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await expect(devices.locator("li")).toHaveCount(1);
  expect(await faults(own, "devices")).toEqual([]);

  // It comes back: nothing is taken of it, what waits is still there, and it says what to do.
  const answers = [];
  phone.on("response", (answer) => answer.url().includes("/push") && answers.push(answer.status()));
  await phone.context().setOffline(false);
  await expect(badge(phone)).toHaveText(/登录后才能送出/, { timeout: 20_000 });
  await expect(phone.locator(".banners")).toContainText("记下的都还在，重新登录后送出");
  expect(answers.filter((status) => status !== 401)).toEqual([]);
  await phone.goto("/stewards");
  await expect(phone.locator("main li", { hasText: "井盖" }).filter({ hasText: "待送出" })).toHaveCount(1);
  await branch.reload();
  await expect(arrived).toHaveCount(before);
  expect(await faults(phone, "revoked")).toEqual([]);

  // Whoever else signs in on it neither sees nor sends it.
  await phone.locator(".banners").getByRole("link", { name: "登录" }).click();
  await phone.getByRole("button", { name: /吴大明/ }).click();
  await expect(badge(phone)).toHaveText(/已同步/, { timeout: 15_000 });
  await phone.goto("/stewards");
  await expect(phone.locator("main li", { hasText: "待送出" })).toHaveCount(0);
  await expect(arrived).toHaveCount(before);
  expect(Object.values(await kept(phone)).filter(({ text }) => text.includes(NOTE))).toEqual([]);
  await phone.goto("/me");
  await phone.getByRole("button", { name: "退出登录" }).click();
  await phone.getByRole("dialog").getByRole("button", { name: "退出登录" }).click();
  await expect(phone.getByLabel("姓名或手机号")).toBeVisible();

  // The owner has a new code from the worker, in person: what was not sent is theirs to see, and is sent once.
  await enrol(phone, await invite(worker), PASSPHRASES[1]);
  await phone.goto("/stewards?show=mine");
  await phone.locator("main li a", { hasText: "井盖" }).first().click();
  await expect(phone.getByText(NOTE).first()).toBeVisible();
  await expect(arrived).toHaveCount(before + 1);
  // The new passphrase has ended every other session of theirs.
  expect(await own.evaluate(() => fetch("/api/me").then((answer) => answer.status))).toBe(401);
  expect(server.verify().status).toBe(0);
  expect([...worker.problems, ...branch.problems, ...phone.problems, ...own.problems]).toEqual([]);
});
