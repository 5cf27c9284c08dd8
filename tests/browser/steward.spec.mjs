// A steward's day without signal, on a phone in 长辈版: a hazard with a photo, an errand, a patrol, a dispute to its
// agreement. Back online it is confirmed, reviewed and counted, and the wall shows what it may.

import { expect, test } from "./server.mjs";
import { faults } from "./axe.mjs";
import { badge, device, installed, signIn } from "./people.mjs";
import { jpeg } from "./pictures.mjs";

const chip = (page, name) => page.locator("label.chip", { hasText: name });
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
/** Answers the questions of a step; the sheet goes once it is kept. */
async function confirm(page) {
  await press(page, "确定");
  await expect(page.getByRole("dialog")).toHaveCount(0);
}
const line = (page, text) => page.locator("main li", { hasText: text }).first();
const DESK = { viewport: { width: 1366, height: 768 } };

async function elder(page) {
  await page.getByText(/长辈版/).first().click();
  await expect(page.locator("html")).toHaveAttribute("data-text", "elder");
}

/** From the first page: the kind, what it is about, recorded. Three taps, no typing. */
async function record(page, kind, what) {
  await page.getByRole("link", { name: "首页" }).first().click();
  await page.getByRole("link", { name: kind, exact: true }).click();
  if (what) await chip(page, what).first().click();
}

const recorded = (page) => press(page, "记下来");

/** Opens the newest record of a list by what its line says. */
async function open(page, text) {
  await page.getByRole("link", { name: /楼长/ }).first().click();
  await line(page, text).click();
}

async function picture(page) {
  await page.locator("#photos").setInputFiles({ name: "p.jpg", mimeType: "image/jpeg", buffer: await jpeg(page) });
  await expect(page.locator(".photos img")).toHaveCount(1);
}

/** The number of hazards still open on the wall. */
const openHazards = async (wall) =>
  Number(await wall.locator(".w-rows div", { hasText: "现在还没消除" }).locator("dd").innerText());

test("a steward's day without signal, from the stairwell to the count and the wall", async ({ browser, server }) => {
  test.setTimeout(180_000);
  const wall = await device(browser, server, { viewport: { width: 1920, height: 1080 } });
  await wall.goto("/screen/jinbu");
  const before = await openHazards(wall);
  const steward = await signIn(browser, server, "秦守仁");
  await installed(steward);
  await elder(steward);
  await steward.context().setOffline(true);

  await record(steward, "安全隐患", "电线私拉");
  await picture(steward);
  await recorded(steward);
  await expect(line(steward, "电线私拉")).toContainText("待送出");

  await record(steward, "代办", "买东西");
  await chip(steward, "周桂芳").click();
  expect(await faults(steward, "recording an errand")).toEqual([]);
  await recorded(steward);
  await open(steward, "买东西");
  await press(steward, "我来办");
  await press(steward, "开始办");
  await press(steward, "办好了");
  await confirm(steward);
  await expect(steward.getByText("办好了，等住户确认").first()).toBeVisible();

  await record(steward, "巡逻");
  await steward.getByLabel("秦苑小区 6号楼").uncheck();
  await recorded(steward);
  await open(steward, "已安排");
  await press(steward, "出发");
  await press(steward, "巡完了");
  await press(steward, "确定");
  await expect(steward.getByRole("alert")).toContainText("至少点一处看过的");
  await steward.getByLabel("秦苑小区 1号楼").check();
  await steward.getByLabel("秦苑小区 2号楼").check();
  await confirm(steward);
  await expect(steward.getByText(/1号楼 · .*看过/)).toBeVisible();
  await expect(steward.getByText("秦苑小区 3号楼 · 没看")).toBeVisible();

  await record(steward, "矛盾纠纷", "停车");
  await recorded(steward);
  await open(steward, "停车");
  for (const side of ["甲方", "乙方"]) {
    await press(steward, `${side}：同意调解（纸上签字）`);
    await confirm(steward);
  }
  await press(steward, "开始调解");
  await steward.getByLabel(/说定了什么/).fill("各停各的车位，晚上十点以后不鸣笛");
  await confirm(steward);
  await expect(steward.getByText("各停各的车位")).toBeVisible();
  expect(await faults(steward, "a dispute in mediation")).toEqual([]);
  const dispute = steward.url();

  await steward.context().setOffline(false);
  await expect(badge(steward)).toHaveText(/已同步/, { timeout: 20_000 });
  await expect.poll(() => openHazards(wall), { timeout: 5_000 }).toBe(before + 1);

  const resident = await signIn(browser, server, "周桂芳");
  await open(resident, "买东西");
  await press(resident, "确认");
  await confirm(resident);
  await expect(resident.getByText("住户已确认").first()).toBeVisible();

  // What is sealed is opened with a reason, by a mediator, who takes down both sides' word.
  const mediator = await signIn(browser, server, "白正");
  await mediator.goto(new URL(dispute).pathname);
  await expect(mediator.getByText("各停各的车位")).toHaveCount(0);
  await press(mediator, "打开看");
  await chip(mediator, "调解").click();
  await mediator.getByRole("dialog").getByRole("button", { name: "打开看" }).click();
  await expect(mediator.getByText("各停各的车位")).toBeVisible();
  for (const side of ["甲方", "乙方"]) {
    await press(mediator, `${side}：确认（纸上签字）`);
    await confirm(mediator);
  }
  await expect(mediator.getByText("调成了").first()).toBeVisible();

  const branch = await signIn(browser, server, "何建国", DESK);
  for (const text of ["买东西", "矛盾纠纷"]) {
    await open(branch, text === "买东西" ? text : /矛盾纠纷.*调成了/);
    await press(branch, "属实，通过");
    await expect(branch.getByText("已审核").first()).toBeVisible();
  }
  await branch.goto(new URL(dispute).pathname);
  await expect(branch.getByText("内容是密封的")).toBeVisible();
  await expect(branch.getByText("各停各的车位")).toHaveCount(0);

  const general = await signIn(browser, server, "董学文", DESK);
  await open(general, "买东西");
  await press(general, "计入");
  await expect(general.getByText("已计入").first()).toBeVisible();
  await general.goto("/dashboard");
  await expect(general.locator(".kpi", { hasText: "代办办成" })).toContainText(/\d+ ÷ \d+/);
  expect(steward.problems.concat(resident.problems, mediator.problems, branch.problems, general.problems)).toEqual([]);
});

test("a hazard becomes a council issue with one tap, and both lead to each other", async ({ browser, server }) => {
  const steward = await signIn(browser, server, "秦守仁");
  await record(steward, "安全隐患", "门禁");
  await recorded(steward);
  await open(steward, "门禁");
  await press(steward, "提成议题");
  await press(steward, "确定");
  await steward.getByRole("link", { name: "楼长记的" }).click();
  await steward.getByRole("link", { name: "提成的议题" }).click();
  await expect(steward.getByRole("heading", { level: 1 })).toContainText("门禁");
  expect(steward.problems).toEqual([]);
});

test("a study visit keeps its photo; a worker says where and what it was, and hands a hazard on", async ({ browser, server }) => {
  const resident = await signIn(browser, server, "周桂芳");
  await resident.goto("/privacy");
  await press(resident, "同意：照片里可以有我");
  await expect(resident.getByRole("button", { name: "撤回：照片里可以有我" })).toBeVisible();
  await expect(badge(resident)).toHaveText(/已同步/);

  const steward = await signIn(browser, server, "秦守仁");
  await record(steward, "送学", "学用手机");
  await picture(steward);
  await recorded(steward);
  await expect(steward.getByRole("alert")).toContainText("照片里的人要先同意拍照");
  await steward.getByText("补充一句（可以不写）").click();
  await chip(steward, "周桂芳").click();
  await recorded(steward);
  await open(steward, "学用手机");
  await expect(steward.locator(".photos img")).toHaveCount(1);
  const visit = steward.url();
  await record(steward, "安全隐患", "门禁");
  await recorded(steward);
  await expect(badge(steward)).toHaveText(/已同步/);
  await open(steward, "门禁");
  const hazard = steward.url();
  await expect(steward.getByRole("button", { name: "改地方" }), "that is the office's").toHaveCount(0);

  const worker = await signIn(browser, server, "赵敏", DESK);
  await worker.goto(new URL(hazard).pathname);
  await press(worker, "改地方");
  await worker.getByRole("dialog").getByRole("combobox").selectOption({ label: "秦苑小区 3号楼" });
  await confirm(worker);
  await expect(worker.getByText("改了地方或类别")).toBeVisible();
  await press(worker, "交给别的楼长");
  await chip(worker, "马玉兰").click();
  await confirm(worker);
  await expect(worker.locator("dl.facts div", { hasText: "现在谁办" })).toContainText("马玉兰");
  await expect(worker.getByText("转交")).toBeVisible();

  await worker.goto(new URL(visit).pathname);
  await press(worker, "改地方或类别");
  await chip(worker, "走访").click();
  expect(await faults(worker, "moving an entry")).toEqual([]);
  await confirm(worker);
  await expect(worker.getByRole("heading", { level: 1 })).toContainText("走访");
  await steward.goto(new URL(visit).pathname);
  await expect(steward.getByText("改了地方或类别")).toBeVisible();
  await expect(steward.locator(".photos img"), "its author keeps the photo").toHaveCount(1);
  expect(steward.problems.concat(worker.problems, resident.problems)).toEqual([]);
});
