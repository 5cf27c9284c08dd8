// The grid as a map, a steward replaced, two entries merged, and people found by how they sound and where they live.

import { expect, test } from "./server.mjs";
import { badge, signIn } from "./people.mjs";
import { faults } from "./axe.mjs";

const DESK = { viewport: { width: 1366, height: 768 } };

test("the map says which building has no steward and what is open; a steward finds my building first", async ({ browser, server }) => {
  const steward = await signIn(browser, server, "秦守仁");
  await steward.getByRole("link", { name: /我的楼/ }).click();
  await expect(steward.getByRole("heading", { name: /5号楼/ }).first()).toBeVisible();
  await expect(steward.locator("main")).toContainText("秦守仁");
  await expect(steward.getByText("改一改")).toHaveCount(0);
  expect(await faults(steward, "my building")).toEqual([]);

  const worker = await signIn(browser, server, "赵敏", DESK);
  await worker.goto("/grid");
  const tile = (name) => worker.locator(".yard a", { hasText: name });
  await expect(tile("4号楼")).toHaveCount(1);
  await expect(tile("4号楼").getByText("缺楼长"), "the yard's steward looks after it").toHaveCount(0);
  await expect(worker.locator(".yard a", { hasText: "缺楼长" }), "the yard that nobody looks after").toHaveCount(2);
  await expect(worker.locator(".legend li")).toHaveCount(4);
  expect(await faults(worker, "grid")).toEqual([]);
  await tile("5号楼").click();
  await expect(worker.getByRole("heading", { name: /5号楼/ }).first()).toBeVisible();

  expect([...steward.problems, ...worker.problems]).toEqual([]);
});

test("a steward is replaced, and open work goes with it", async ({ browser, server }) => {
  const steward = await signIn(browser, server, "秦守仁");
  await expect(steward.getByRole("link", { name: /我的楼/ })).toBeVisible();
  const worker = await signIn(browser, server, "赵敏");
  await worker.goto("/grid/qinyuan-5");
  await expect(badge(worker)).toHaveText(/已同步/, { timeout: 15_000 });
  const held = worker.locator("section", { hasText: "楼长" }).first();
  await held.getByRole("button", { name: "换人" }).click();
  await expect(worker.getByText("接替秦守仁，没办完的事一起交接。")).toBeVisible();
  const form = worker.locator("#steward-form");
  await form.getByLabel(/找人/).fill("gy");
  await form.locator("label.chip", { hasText: "高远" }).click();
  await form.getByRole("button", { name: "任命" }).click();
  const now = held.locator(".list").first();
  await expect(now).toContainText("高远", { timeout: 15_000 });
  await expect(now).not.toContainText("秦守仁");
  await expect(held.getByText("以前的楼长")).toBeVisible();
  await expect(held).toContainText("秦守仁");
  expect(await faults(worker, "replaced")).toEqual([]);

  // Whoever was replaced has no building any more.
  await steward.reload();
  await expect(steward.getByRole("link", { name: /我的楼/ })).toHaveCount(0, { timeout: 15_000 });
  expect(server.verify().status).toBe(0);
  expect([...worker.problems, ...steward.problems]).toEqual([]);
});

test("two entries for one person are merged; people are found by pinyin, initials and door", async ({ browser, server }) => {
  const worker = await signIn(browser, server, "赵敏", DESK);
  await worker.goto("/people");
  const find = worker.getByLabel(/找人/).first();
  for (const typed of ["周桂芳", "zhouguifang", "zgf", "guifang"]) {
    await find.fill(typed);
    await expect(worker.locator("main a.cell", { hasText: "周桂芳" })).toHaveCount(1);
  }
  await find.fill("xyzq");
  await expect(worker.locator("main a.cell", { hasText: "周桂芳" })).toHaveCount(0);

  // Entered twice.
  await worker.getByLabel("姓名", { exact: true }).fill("周桂方");
  await worker.getByRole("button", { name: "添加一个人" }).click();
  await expect(worker.getByRole("heading", { name: "周桂方", exact: true }).first()).toBeVisible({ timeout: 15_000 });
  await worker.getByText("修改信息").click();
  await worker.getByLabel("单元和房号").fill("3-502");
  await worker.getByRole("button", { name: "保存", exact: true }).click();
  await expect(worker.getByText("改好了").first()).toBeVisible();
  expect(await faults(worker, "a person")).toEqual([]);

  await worker.getByText("和另一条合并").first().click();
  const fold = worker.locator("details", { hasText: "并到谁" });
  await fold.getByLabel(/找人/).fill("周桂芳");
  await fold.locator("label.chip", { hasText: "周桂芳" }).click();
  await fold.getByRole("button", { name: "和另一条合并" }).click();
  await worker.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await expect(worker.getByRole("link", { name: "已并到周桂芳" })).toBeVisible({ timeout: 15_000 });

  // Of who is gone nothing but to be erased is asked.
  await worker.goto(new URL(worker.url()).pathname.replace("/people/", "/residents/"));
  await worker.getByText("提一个要求").click();
  await expect(worker.locator("label.chip", { hasText: "改姓名" })).toHaveCount(0);
  await worker.getByRole("button", { name: "交给社区" }).click();
  await expect(worker.locator("main li", { hasText: "删除" })).toBeVisible();
  await worker.goto("/people");
  await worker.getByLabel(/找人/).first().fill("5-3-502");
  await expect(worker.locator("main a.cell", { hasText: "周桂芳" })).toContainText("秦苑小区 5号楼 3-502");
  // Nobody lists who is gone, and who asks by name finds them.
  await expect(worker.locator("main a.cell", { hasText: "周桂方" })).toHaveCount(0);
  await worker.getByLabel(/找人/).first().fill("周桂方");
  await expect(worker.locator("main a.cell", { hasText: "周桂方" })).toContainText("已离开");
  expect(server.verify().status).toBe(0);
  expect(worker.problems).toEqual([]);
});
