// A resident raises an issue without signal; a worker accepts it; the branch puts it on the agenda; the wall counts it.

import { expect, test } from "./server.mjs";
import { badge, device, installed, signIn } from "./people.mjs";

async function raise(page, line) {
  await page.getByRole("link", { name: "提个议题" }).click();
  await page.locator("label.chip", { hasText: "秦苑小区" }).first().click();
  await page.locator("label.chip", { hasText: "公共设施" }).click();
  await page.getByLabel("一句话说清楚").fill(line);
  await page.getByRole("button", { name: "提出来" }).click();
}

async function raised(wall) {
  return Number(await wall.locator(".w-col.c .w-rows div", { hasText: "累计提出" }).locator("dd").innerText());
}

test("an issue raised offline is accepted and stands on the agenda", async ({ browser, server }) => {
  const wall = await device(browser, server, { viewport: { width: 1920, height: 1080 } });
  await wall.goto("/screen/jinbu");
  const before = await raised(wall);
  const worker = await signIn(browser, server, "赵敏", { viewport: { width: 1366, height: 768 } });
  await worker.goto("/council?show=waiting");
  const resident = await signIn(browser, server, "周桂芳");
  await installed(resident);
  await resident.context().setOffline(true);
  await raise(resident, "五号楼门口的台阶坏了");
  const waiting = resident.locator("main li", { hasText: "台阶坏了" }).filter({ hasText: "待送出" });
  await expect(waiting).toHaveCount(1);
  await resident.reload();
  await expect(waiting).toHaveCount(1);

  await resident.context().setOffline(false);
  await expect(badge(resident)).toHaveText(/已同步/);
  await expect.poll(() => raised(wall), { timeout: 2_000 }).toBe(before + 1);
  await worker.goto("/council");
  await worker.locator("main li a", { hasText: "台阶坏了" }).click();
  const path = new URL(worker.url()).pathname;
  await worker.getByRole("button", { name: "受理", exact: true }).click();
  await worker.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await expect(worker.getByRole("button", { name: "受理", exact: true })).toHaveCount(0);

  const branch = await signIn(browser, server, "何建国");
  await branch.goto(path);
  await branch.getByRole("button", { name: "列入议程" }).click();
  const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  await branch.getByRole("dialog").getByLabel(/哪天开会/).fill(`${day}T19:00`);
  await branch.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await expect(branch.getByRole("button", { name: "列入议程" })).toHaveCount(0);

  await resident.locator("main li a", { hasText: "台阶坏了" }).click();
  await expect(resident.getByText(/列入议程/).first()).toBeVisible();
  expect(server.verify().status).toBe(0);
  expect([...resident.problems, ...worker.problems, ...branch.problems]).toEqual([]);
});

test("a worker declines with a reason the raiser can read", async ({ browser, server }) => {
  const resident = await signIn(browser, server, "周桂芳");
  await raise(resident, "想在院里养鸡");
  await resident.locator("main li a", { hasText: "养鸡" }).click();
  const worker = await signIn(browser, server, "赵敏");
  await worker.goto(new URL(resident.url()).pathname);
  await worker.getByRole("button", { name: "不受理" }).click();
  const sheet = worker.getByRole("dialog");
  await sheet.getByRole("button", { name: "确定" }).click();
  await expect(sheet.getByText("请写一句原因").first()).toBeVisible();
  await sheet.getByRole("textbox").fill("院里不能养家禽，谢谢理解");
  await sheet.getByRole("button", { name: "确定" }).click();
  await expect(resident.getByText("院里不能养家禽").first()).toBeVisible();
});
