// The audit role looks up who came in, on a phone and on a desk, in both languages.

import { expect, test } from "./server.mjs";
import { device, signIn } from "./people.mjs";
import { faults } from "./axe.mjs";

const DESK = { viewport: { width: 1366, height: 768 } };

test("an auditor finds a failed sign-in by what was typed, and each search is an entry", async ({ browser, server }) => {
  const stranger = await device(browser, server);
  await stranger.request.post("/api/session", { data: { name: "不认识的人", passphrase: "guess guess" } });
  const page = await signIn(browser, server, "严谨");
  await page.getByRole("link", { name: /我/ }).last().click();
  await page.getByRole("link", { name: "查记录" }).click();
  await page.getByText("再按人、日期、结果查").click();
  await page.getByLabel("谁", { exact: true }).fill("不认识的人");
  await page.getByRole("button", { name: "查", exact: true }).click();
  const rows = page.locator("tbody tr");
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText("登录");
  await expect(rows.first()).toContainText("没成");
  await expect(rows.first()).toContainText("姓名（或电话）与口令不符");
  await expect(rows.first()).toContainText("127.0.0.1");
  await page.getByLabel("谁", { exact: true }).fill("");
  await page.getByRole("button", { name: "查记录", exact: true }).click();
  await expect(rows.first()).toContainText("什么事：查记录");
  await expect(rows.nth(1)).toContainText("谁：不认识的人");
  expect(await faults(page, "/audit")).toEqual([]);
  expect(page.problems).toEqual([]);
});

test("insider browsing: an auditor sees at one tap who looked at whose data and why, in words of either language", async ({ browser, server }) => {
  const worker = await signIn(browser, server, "赵敏", DESK);
  await worker.goto("/residents/zhou-guifang");
  await worker.getByRole("button", { name: "看号码" }).click();
  const sheet = worker.getByRole("dialog");
  await sheet.locator("label.chip", { hasText: "其他" }).click();
  await sheet.getByLabel("写一句").fill("<img src=x onerror=alert(1)>送药");
  await sheet.getByRole("button", { name: "看号码" }).click();
  await expect(sheet.getByRole("link", { name: /1380000/ })).toBeVisible();

  const page = await signIn(browser, server, "严谨");
  await page.goto("/audit");
  const looks = page.getByRole("group").getByRole("button").nth(1);
  await expect(looks).toHaveText("谁看过谁的资料");
  await looks.click();
  const newest = page.locator("tbody tr").first();
  for (const words of ["今天", "看号码", "赵敏 → 周桂芳", "为什么看：其他", "原话：<img src=x onerror=alert(1)>送药", "办成", "进步巷社区"]) await expect(newest).toContainText(words);
  // No code anywhere, whatever is asked for; and the other language needs no other search.
  const codes = /[a-z]+\.[a-z]+@\d|[a-z]+_[a-z]+/;
  const chips = await page.getByRole("group").getByRole("button").count();
  for (let at = 0; at < chips; at += 1) {
    await page.getByRole("group").getByRole("button").nth(at).click();
    await expect(page.locator("button[aria-busy]")).toHaveCount(0);
    await expect(page.locator("main [role=status]")).toBeVisible();
    expect((await page.locator("main").innerText()).match(codes)?.[0]).toBeUndefined();
  }
  await page.goto("/me");
  await page.getByRole("radio", { name: "English" }).check({ force: true });
  await page.goto("/audit");
  await looks.click();
  for (const words of ["Looked at a number", "赵敏 → 周桂芳", "Why: Other", "Done"]) await expect(newest).toContainText(words);
  expect(await faults(page, "/audit in English")).toEqual([]);
  expect(server.verify().status).toBe(0);
  expect([...worker.problems, ...page.problems]).toEqual([]);
});

test("who has no audit role finds nothing there, in words", async ({ browser, server }) => {
  const page = await signIn(browser, server, "赵敏", DESK);
  await page.goto("/me");
  await expect(page.getByRole("link", { name: "查记录" })).toHaveCount(0);
  await page.goto("/audit");
  await page.getByRole("button", { name: "谁看过谁的资料" }).click();
  await expect(page.getByRole("alert")).toContainText("您的身份不能办这一步");
  await expect(page.locator("tbody")).toHaveCount(0);
});
