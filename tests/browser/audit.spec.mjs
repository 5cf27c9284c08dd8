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
  await page.getByLabel("谁").fill("不认识的人");
  await page.getByRole("button", { name: "查", exact: true }).click();
  const rows = page.locator("tbody tr");
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText("sign_in_failed");
  await expect(rows.first()).toContainText("127.0.0.1");
  await page.getByLabel("谁").fill("严谨");
  await page.getByRole("button", { name: "查", exact: true }).click();
  await expect(rows).not.toHaveCount(1);
  await page.getByRole("button", { name: "查", exact: true }).click();
  await expect(rows.first()).toContainText("查记录");
  await expect(page.locator("tbody")).toContainText("登录");
  expect(await faults(page, "/audit")).toEqual([]);
  expect(page.problems).toEqual([]);
});

test("who has no audit role finds nothing there, in words", async ({ browser, server }) => {
  const page = await signIn(browser, server, "赵敏", DESK);
  await page.goto("/me");
  await expect(page.getByRole("link", { name: "查记录" })).toHaveCount(0);
  await page.goto("/audit");
  await page.getByRole("button", { name: "查", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("您的身份不能办这一步");
  await expect(page.locator("tbody")).toHaveCount(0);
});
