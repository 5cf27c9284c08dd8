// Entries that the server turned away: why, what was typed, and everything that can be done about them.

import { expect, test } from "./server.mjs";
import { badge, signIn } from "./people.mjs";
import { faults } from "./axe.mjs";

const NOTE = "三楼拐角堆着旧沙发，消防栓打不开";
const chip = (page, name) => page.locator("label.chip", { hasText: name });
const panel = (page, name) => page.locator("main section.panel", { hasText: name });

/** Records a hazard with a note. */
async function record(page, what, note) {
  await page.goto("/stewards/new");
  await chip(page, what).click();
  await chip(page, "2单元").click();
  await chip(page, "今天要办").click();
  if (note) {
    await page.getByText("补充一句（可以不写）").click();
    await page.locator("#note").fill(note);
  }
  await page.getByRole("button", { name: "记下来" }).click();
  await expect(page).toHaveURL(/\/stewards$/);
}

/** On its way the entry turns into one from tomorrow: the real server refuses it. */
async function spoil(page) {
  await page.route("**/push", async (route) => {
    const body = route.request().postDataJSON();
    for (const { act } of body.ops) act.body.found_at_ms += 86_400_000;
    await route.continue({ postData: JSON.stringify(body) });
  });
}

/** A steward with one entry that the server has refused. */
async function refused(browser, server, options) {
  const steward = await signIn(browser, server, "秦守仁", options);
  await spoil(steward);
  await record(steward, "消防", NOTE);
  await expect(badge(steward)).toHaveText(/1 条要您看看/);
  await steward.unroute("**/push");
  await steward.goto("/attention");
  return steward;
}

test("a refused entry says why and what was typed, is corrected in its own form, and is sent", async ({ browser, server }) => {
  const steward = await refused(browser, server);
  const entry = panel(steward, "隐患：消防");
  for (const words of ["时间在将来", NOTE, "5号楼", "2单元", "今天要办"]) await expect(entry).toContainText(words);
  expect(await faults(steward, "refused")).toEqual([]);
  await steward.reload();
  await expect(entry).toContainText(NOTE);

  await entry.getByRole("button", { name: "改一改，再交" }).click();
  await expect(chip(steward, "消防").locator("input")).toBeChecked();
  await expect(chip(steward, "2单元").locator("input")).toBeChecked();
  await expect(chip(steward, "今天要办").locator("input")).toBeChecked();
  await expect(steward.locator("#note")).toHaveValue(NOTE);
  await expect(steward.getByText("时间在将来")).toBeVisible();
  expect(await faults(steward, "correcting")).toEqual([]);
  await steward.locator("#note").fill(`${NOTE}，钥匙在门卫`);
  await steward.getByRole("button", { name: "记下来" }).click();
  await expect(badge(steward)).toHaveText(/已同步/);
  await steward.goto("/attention");
  await expect(steward.getByText("没有要您看的")).toBeVisible();

  const branch = await signIn(browser, server, "何建国");
  await branch.goto("/stewards");
  await branch.locator("main li a", { hasText: "2单元 · 消防" }).first().click();
  await expect(branch.getByText("钥匙在门卫").first()).toBeVisible();
  // Whoever goes to the form without correcting anything finds it empty.
  await steward.goto("/stewards/new");
  await expect(steward.locator("#note")).toHaveValue("");
  expect(server.verify().status).toBe(0);
  expect([...steward.problems, ...branch.problems]).toEqual([]);
});

test("a refused theft says all that was typed, and goes back to its own form", async ({ browser, server }) => {
  const steward = await signIn(browser, server, "秦守仁");
  await steward.route("**/push", async (route) => {
    const body = route.request().postDataJSON();
    for (const { act } of body.ops) act.body.content.happened_at_ms += 86_400_000;
    await route.continue({ postData: JSON.stringify(body) });
  });
  await steward.getByRole("link", { name: "偷盗", exact: true }).click();
  await chip(steward, "自行车").click();
  await steward.getByText("补充一句（可以不写）").click();
  await steward.locator("#note").fill("车棚里丢了一辆蓝色电动车");
  await steward.getByRole("button", { name: "记下来" }).click();
  await expect(badge(steward)).toHaveText(/1 条要您看看/);
  await steward.unroute("**/push");

  await steward.goto("/attention");
  const entry = panel(steward, "偷盗");
  for (const words of ["时间在将来", "自行车", "车棚里丢了一辆蓝色电动车", "5号楼"]) await expect(entry).toContainText(words);
  await entry.getByRole("button", { name: "改一改，再交" }).click();
  await expect(chip(steward, "自行车").locator("input")).toBeChecked();
  await expect(steward.locator("#note")).toHaveValue("车棚里丢了一辆蓝色电动车");
  expect(await faults(steward, "correcting a theft")).toEqual([]);
  await steward.locator("#note").fill("车棚里丢了一辆蓝色电动车，锁被剪断");
  await steward.getByRole("button", { name: "记下来" }).click();
  await expect(badge(steward)).toHaveText(/已同步/);
  await steward.locator("main li a", { hasText: "偷盗 · 自行车" }).first().click();
  await expect(steward.getByText("锁被剪断")).toBeVisible();
  expect(server.verify().status).toBe(0);
  expect(steward.problems).toEqual([]);
});

test("what is discarded can be kept for ten seconds, by keyboard alone", async ({ browser, server }) => {
  const steward = await refused(browser, server);
  const entry = panel(steward, "隐患：消防");
  const discard = async () => {
    await entry.getByRole("button", { name: "丢掉这一条" }).focus();
    await steward.keyboard.press("Enter");
    const sheet = steward.getByRole("dialog");
    await expect(sheet).toContainText("10 秒内可以撤销");
    await sheet.getByRole("button", { name: "丢掉", exact: true }).focus();
    await steward.keyboard.press("Enter");
    await expect(entry).toHaveCount(0);
    await expect(badge(steward)).toHaveText(/已同步/);
  };
  await discard();
  const undo = steward.getByRole("button", { name: "撤销" });
  await expect(undo).toBeFocused();
  expect(await faults(steward, "discarded")).toEqual([]);
  await steward.keyboard.press("Enter");
  await expect(entry).toBeVisible();
  await expect(steward.locator("#title")).toBeFocused();

  // A page that is closed meanwhile keeps it.
  await discard();
  await steward.reload();
  await expect(entry).toBeVisible();

  await discard();
  await expect(undo).toHaveCount(0, { timeout: 12_000 });
  await steward.reload();
  await expect(steward.getByText("没有要您看的")).toBeVisible();
  expect(steward.problems).toEqual([]);
});

test("what one may no longer send is shown to a worker in plain words", async ({ browser, server }) => {
  const steward = await refused(browser, server);
  await panel(steward, "隐患：消防").getByRole("button", { name: "请社区工作人员来办" }).click();
  const sheet = steward.getByRole("dialog");
  for (const words of ["秦守仁", NOTE, "5号楼", "时间在将来"]) await expect(sheet).toContainText(words);
  expect(await faults(steward, "handed on")).toEqual([]);
  await steward.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await sheet.getByRole("button", { name: "复制" }).click();
  const copied = await steward.evaluate(() => navigator.clipboard.readText());
  for (const words of ["隐患：消防", "秦守仁", NOTE]) expect(copied).toContain(words);
  expect(steward.problems).toEqual([]);
});

test("an entry that is held is sent again as it is", async ({ browser, server }) => {
  const steward = await signIn(browser, server, "秦守仁");
  await steward.route("**/push", async (route) => {
    const body = route.request().postDataJSON();
    for (const { act } of body.ops) act.body.found_at_ms += 86_400_000;
    const response = await route.fetch({ postData: JSON.stringify(body) });
    const answer = await response.json();
    for (const one of answer.answers) one.answer = { held: { reason: "not_yours" } };
    await route.fulfill({ response, json: answer });
  });
  await record(steward, "漏水");
  await expect(badge(steward)).toHaveText(/1 条要您看看/);
  await steward.unrouteAll();
  await steward.goto("/attention");
  const entry = panel(steward, "隐患：漏水");
  await expect(entry).toContainText("要由人来办");
  await entry.getByRole("button", { name: "原样再交一次" }).click();
  await expect(badge(steward)).toHaveText(/已同步/);
  await expect(steward.getByText("没有要您看的")).toBeVisible();
  const branch = await signIn(browser, server, "何建国");
  await branch.goto("/stewards");
  await expect(branch.locator("main li", { hasText: "2单元 · 漏水" }).first()).toBeVisible();
  expect(steward.problems).toEqual([]);
});

test("every act on a phone in large text stands where a thumb finds it", async ({ browser, server }) => {
  const options = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const steward = await refused(browser, server, options);
  await steward.goto("/me");
  await steward.getByRole("radio", { name: "长辈版" }).check({ force: true });
  await steward.goto("/attention");
  const buttons = panel(steward, "隐患：消防").getByRole("button");
  await expect(buttons.first()).toBeVisible();
  for (const button of await buttons.all()) {
    const { width, height } = await button.boundingBox();
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(60);
  }
  expect(await faults(steward, "large text")).toEqual([]);
});
