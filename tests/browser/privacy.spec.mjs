// Who looks at whose number: a worker with a reason, a steward on the stairs without signal; whoever it is about sees both.

import { expect, test } from "./server.mjs";
import { badge, device, installed, signIn } from "./people.mjs";
import { faults } from "./axe.mjs";

const DESK = { viewport: { width: 1366, height: 768 } };
const NUMBER = /1380000\d{4}/;

/** Chooses why, and asks for the number. */
async function look(page, why, words) {
  const sheet = page.getByRole("dialog");
  await sheet.locator("label.chip", { hasText: why }).click();
  if (words) await sheet.getByLabel("写一句").fill(words);
  await sheet.getByRole("button", { name: "看号码" }).click();
  await expect(sheet.getByRole("link", { name: NUMBER })).toBeVisible();
  return sheet.getByRole("link", { name: NUMBER }).innerText();
}

/** Everything this device keeps, as one text. */
const kept = (page) =>
  page.evaluate(async () => {
    const read = (request) => new Promise((done, failed) => ((request.onsuccess = () => done(request.result)), (request.onerror = failed)));
    let text = JSON.stringify(localStorage);
    for (const { name } of await indexedDB.databases()) {
      const db = await read(indexedDB.open(name));
      for (const store of db.objectStoreNames) text += JSON.stringify(await read(db.transaction(store).objectStore(store).getAll()));
      db.close();
    }
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) text += request.url;
    }
    return text;
  });

test("insider browsing: a worker sees a number only with a reason, and the resident sees who looked and why", async ({ browser, server }) => {
  const resident = await signIn(browser, server, "周桂芳");
  await resident.goto("/privacy");
  const worker = await signIn(browser, server, "赵敏", DESK);
  await worker.goto("/residents");
  await worker.getByLabel(/后四位/).fill("1314");
  await worker.locator("main li a", { hasText: "周桂芳" }).click();
  await expect(worker.getByText("****1314")).toBeVisible();
  await worker.getByRole("button", { name: "看号码" }).click();

  // Nothing is shown without a reason.
  await worker.getByRole("dialog").getByRole("button", { name: "看号码" }).click();
  await expect(worker.getByRole("alert").getByText("请选为什么看")).toBeVisible();
  const words = "<img src=x onerror=alert(1)>送药";
  const number = await look(worker, "其他", words);
  expect(number).toContain("13800001314");
  expect(await kept(worker)).not.toContain("13800001314");

  const line = resident.locator("main li", { hasText: "赵敏" }).filter({ hasText: "送药" });
  await expect(line).toContainText("社区工作人员");
  await expect(line).toContainText(words);
  await expect(line).toContainText("今天");
  await worker.keyboard.press("Escape");
  await expect(worker.getByText("13800001314")).toHaveCount(0);

  await worker.getByRole("button", { name: "列出来" }).click();
  await expect(worker.locator("main li", { hasText: "送药" })).toContainText(words);
  expect([...worker.problems, ...resident.problems]).toEqual([]);
});

test("a steward without signal looks at a contact, and the resident hears of it once there is a signal", async ({ browser, server }) => {
  const steward = await signIn(browser, server, "秦守仁");
  await installed(steward);
  await steward.context().setOffline(true);
  await steward.goto("/stewards");
  const contact = steward.locator("main li", { hasText: "周桂芳" });
  await expect(contact).toContainText("****1314");
  await expect(contact).not.toContainText("13800001314");
  await contact.getByRole("button", { name: "看号码：周桂芳" }).click();
  expect(await look(steward, "有急事")).toContain("13800001314");
  await expect(badge(steward)).toHaveText(/1 条等信号/);

  const resident = await signIn(browser, server, "周桂芳");
  await resident.goto("/privacy");
  const line = resident.locator("main li", { hasText: "秦守仁" }).filter({ hasText: "有急事" });
  await expect(line).toHaveCount(0);
  await steward.context().setOffline(false);
  await expect(badge(steward)).toHaveText(/已同步/);
  await expect(line).toContainText("党员楼长");

  // Taken back: the number leaves the steward's phone at once.
  await resident.getByRole("button", { name: "撤回：楼长可以知道我的电话" }).click();
  await steward.keyboard.press("Escape");
  await expect(contact).toHaveCount(0);
  expect(server.verify().output).toContain("0 differences");
  expect([...steward.problems, ...resident.problems]).toEqual([]);
});

test("who acts for somebody without a phone sees who looked and agrees for them", async ({ browser, server }) => {
  const worker = await signIn(browser, server, "赵敏", DESK);
  await worker.goto("/residents/zhou-guifang");
  await worker.getByText("登记代办人").first().click();
  const fold = worker.locator("details", { hasText: "登记代办人" });
  await fold.getByLabel(/后四位/).fill("陈小雨");
  await fold.locator("label.chip", { hasText: "陈小雨" }).click();
  await worker.getByRole("button", { name: "登记代办人" }).click();
  await expect(worker.getByRole("alert")).toContainText("纸质同意");
  await worker.getByRole("checkbox", { name: "两个人都在纸上同意了" }).check({ force: true });
  await worker.getByRole("button", { name: "登记代办人" }).click();
  await expect(worker.getByRole("button", { name: "不再代办" })).toBeVisible();

  const guardian = await signIn(browser, server, "陈小雨");
  await guardian.goto("/privacy");
  const agreed = guardian.locator("section", { hasText: "周桂芳同意的事" });
  await agreed.getByRole("button", { name: "同意：照片里可以有我" }).click();
  await expect(badge(guardian)).toHaveText(/已同步/);
  await worker.reload();
  await expect(worker.locator("main li", { hasText: "照片里可以有我" })).toContainText("由代办人");
  expect([...worker.problems, ...guardian.problems]).toEqual([]);
});

test("rights of the person: a correction is answered, my data is a file, and nobody erases alone", async ({ browser, server }) => {
  const resident = await signIn(browser, server, "陈小雨");
  await resident.goto("/privacy");
  const ask = async (what, words) => {
    await resident.locator("summary", { hasText: "提一个要求" }).click();
    await resident.locator("label.chip", { hasText: what }).click();
    if (words) await resident.getByLabel("正确的是").fill(words);
    await resident.getByRole("button", { name: "交给社区" }).click();
  };
  await ask("改电话", "13900004321");
  const [file] = await Promise.all([resident.waitForEvent("download"), resident.getByRole("button", { name: "下载" }).click()]);
  expect(file.suggestedFilename()).toBe("jiefang-my-data.json");

  const worker = await signIn(browser, server, "赵敏", DESK);
  await worker.goto("/residents");
  const asked = (page) => page.locator("main li", { hasText: "陈小雨" }).filter({ has: page.getByRole("button") });
  await asked(worker).getByRole("button", { name: /答复/ }).click();
  const sheet = worker.getByRole("dialog");
  // Whoever answers sees of the number what a mask tells.
  await expect(sheet).toContainText("****4321");
  await expect(sheet).not.toContainText("13900004321");
  await sheet.getByRole("radio", { name: "办", exact: true }).check({ force: true });
  await sheet.getByRole("button", { name: "答复" }).click();
  await expect(resident.locator("main li", { hasText: "13900004321" })).toContainText("办好了");

  await resident.reload();
  await ask("删除我的信息");
  await asked(worker).getByRole("button", { name: /答复/ }).click();
  await sheet.getByRole("radio", { name: "办", exact: true }).check({ force: true });
  await sheet.getByRole("button", { name: "答复" }).click();
  // The first of two does not approve what they agreed to themselves.
  await expect(asked(worker)).toHaveCount(0);
  const { output } = server.verify();
  expect(output).toContain("0 differences");
  expect([...worker.problems, ...resident.problems]).toEqual([]);
});

test("rights of the person: erased by the second of two, the person is on no page, and the chain holds", async ({ browser, server }) => {
  test.setTimeout(120_000);
  const name = "陈小雨";
  const resident = await signIn(browser, server, name);
  await resident.goto("/privacy");
  const worker = await signIn(browser, server, "赵敏", DESK);
  await resident.locator("summary", { hasText: "提一个要求" }).click();
  await resident.locator("label.chip", { hasText: "删除我的信息" }).click();
  await expect(resident.getByText(/要两位工作人员都同意/)).toBeVisible();
  await resident.getByRole("button", { name: "交给社区" }).click();
  const line = resident.locator("main li", { hasText: "删除我的信息" });
  await expect(line).toContainText("等答复");

  // The first agrees, which erases nothing.
  const asked = (page) => page.locator("main li", { hasText: name }).filter({ has: page.getByRole("button") });
  const listed = (page) => page.locator("main .cell", { hasText: name });
  await worker.goto("/residents");
  await asked(worker).getByRole("button", { name: /答复/ }).click();
  await worker.getByRole("dialog").getByRole("radio", { name: "办", exact: true }).check({ force: true });
  await worker.getByRole("dialog").getByRole("button", { name: "答复" }).click();
  await expect(line).toContainText("等第二人");
  await expect(asked(worker)).toHaveCount(0);
  await worker.goto("/residents/chen-xiaoyu");
  const number = (await worker.getByText(/\*{4}\d{4}/).first().innerText()).match(/\*{4}\d{4}/)[0];

  // The second is another worker, let in by an officer.
  const officer = await signIn(browser, server, "鲁明", DESK);
  const path = await officer.evaluate(async () => {
    const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"book":"jinbu","person":"sun-li"}' };
    return (await (await fetch("/api/enrolment", options)).json()).path;
  });
  const second = await device(browser, server, DESK);
  await second.goto(path);
  await second.getByLabel("口令", { exact: true }).fill("第二个人也看一遍");
  await second.getByRole("button", { name: "开通", exact: true }).click();
  await expect(badge(second)).toHaveText(/已同步/, { timeout: 15_000 });
  await second.goto("/residents");
  await asked(second).getByRole("button", { name: "同意并删除" }).click();
  const sheet = second.getByRole("dialog");
  await expect(sheet).toContainText("不能恢复");
  expect(await faults(second, "erasing")).toEqual([]);
  await sheet.getByRole("button", { name: "同意并删除" }).click();
  await expect(listed(second)).toHaveCount(0);

  // The clock takes what was written; then nobody is that person any more, anywhere.
  const everywhere = async (page, paths) => {
    for (const path of paths) {
      await page.goto(path);
      await expect(page.locator("main h1, main h2, main .cell").first()).toBeVisible();
      await expect(badge(page)).toHaveText(/已同步/);
      const text = await page.locator("body").innerText();
      for (const gone of [name, number, "消防车进不来"]) expect(text, `${path} says ${gone}`).not.toContain(gone);
    }
  };
  await expect.poll(() => resident.evaluate(() => fetch("/api/me").then((answer) => answer.status))).toBe(401);
  for (const page of [worker, second]) {
    await page.goto("/timebank");
    await expect(page.getByText("已删除 · 陪伴聊天").first()).toBeVisible({ timeout: 45_000 });
    await everywhere(page, ["/", "/residents", "/stewards", "/council", "/timebank", "/grid", "/dashboard", "/residents/chen-xiaoyu"]);
  }
  const steward = await signIn(browser, server, "秦守仁");
  await everywhere(steward, ["/", "/stewards", "/council", "/timebank"]);
  await second.goto("/residents");
  await second.getByLabel(/找人/).fill("陈");
  await expect(listed(second)).toHaveCount(0);
  expect(server.verify().status).toBe(0);
  expect([...worker.problems, ...second.problems, ...steward.problems]).toEqual([]);
});
