// A worker brings their own list: looks, confirms, sees the grid, takes it back.

import { readFileSync } from "node:fs";
import { expect, test } from "./server.mjs";
import { signIn } from "./people.mjs";
import { faults } from "./axe.mjs";

const ROSTER = new URL("../../server/tests/lists/roster.xlsx", import.meta.url).pathname;
const DESK = { viewport: { width: 1366, height: 768 } };

const fact = (page, name) => page.locator("dl.facts > div", { hasText: name }).locator("dd");

test("a worker uploads the roster, sees what is bad, confirms, sees the grid, and undoes it", async ({ browser, server }) => {
  const page = await signIn(browser, server, "赵敏", DESK);
  await page.goto("/me");
  await page.getByRole("link", { name: "导入名单" }).click();
  expect(await faults(page, "/lists")).toEqual([]);
  await page.getByLabel("选文件").setInputFiles(ROSTER);
  await expect(page.getByRole("heading", { name: "会怎样" })).toBeVisible();
  // Of 468 lines those of the two other communities are not hers.
  await expect(fact(page, "改动")).toHaveText("0");
  const bad = page.locator("table").first().locator("tbody tr");
  await expect(bad.last()).toContainText("这个社区不归您管");
  // Whatever has the same fault is one line of the list.
  await expect(bad.filter({ hasText: "网格 · 第 3–20 行 · 社区" })).toHaveCount(1);
  await expect(bad.filter({ hasText: /居民 · 第 2、[\d–、]+ 等 \d+ 行 · 社区/ })).toHaveCount(1);
  expect(await bad.count()).toBeLessThan(20);
  expect(await faults(page, "/lists with a draft")).toEqual([]);

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "下载这些行" }).click();
  const file = readFileSync(await (await download).path(), "utf8");
  expect(file.startsWith("\uFEFF文件,工作表,行,列,内容,原因\r\n")).toBe(true);
  expect(file).toContain(",罗玉新村社区,这个社区不归您管");

  const added = Number(await fact(page, "新增").textContent());
  expect(added).toBeGreaterThan(150);
  await page.getByRole("button", { name: "确认导入" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await expect(page.getByRole("heading", { name: "导入好了" })).toBeVisible({ timeout: 30_000 });
  expect(await faults(page, "/lists done")).toEqual([]);

  await page.goto("/stewards");
  await expect(page.getByText("进步东院").first()).toBeVisible({ timeout: 15_000 });
  await page.goto("/lists");
  await page.getByRole("button", { name: "撤销", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await expect(page.getByRole("heading", { name: "已经撤销" })).toBeVisible({ timeout: 30_000 });
  await page.goto("/lists");
  await expect(page.getByText("已撤销")).toBeVisible();
  expect(page.problems).toEqual([]);
});

test("a heading that is not recognised is said, and what is no list is refused in words", async ({ browser, server }) => {
  const page = await signIn(browser, server, "赵敏");
  await page.goto("/lists");
  const choose = (name, text) =>
    page.getByLabel("选文件").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  await choose("a.csv", "");
  await expect(page.getByRole("alert")).toContainText("文件里没有内容");
  await choose("b.csv", "称呼,打给,社区\n张三,13912345671,进步巷社区\n");
  await expect(page.getByText("b.csv（没有找到表头）")).toBeVisible();
  await page.getByLabel("称呼").selectOption("姓名");
  await page.getByLabel("打给").selectOption("手机号");
  await page.getByRole("button", { name: "按这样再看一遍" }).click();
  await expect(fact(page, "新增")).toHaveText("1");
  expect(await faults(page, "/lists with columns")).toEqual([]);
  expect(page.problems).toEqual([]);
});

test("twenty thousand lines do not freeze the page, and can be stopped", async ({ browser, server }) => {
  test.slow();
  const page = await signIn(browser, server, "赵敏", DESK);
  await page.goto("/lists");
  const lines = Array.from({ length: 20_000 }, (_, n) => `居民${n},1${3_900_000_000 + n},进步巷社区`);
  const buffer = Buffer.from(["姓名,手机号,社区", ...lines].join("\n"));
  await page.getByLabel("选文件").setInputFiles({ name: "many.csv", mimeType: "text/csv", buffer });
  await expect(page.getByRole("progressbar")).toBeVisible();
  await page.getByRole("button", { name: "停下" }).click();
  await expect(page.getByText("停下了，什么都没有写")).toBeVisible({ timeout: 15_000 });
  await page.getByRole("button", { name: "换别的文件" }).click();
  await expect(page.getByLabel("选文件")).toBeVisible();
});
