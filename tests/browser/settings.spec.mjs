// The subdistrict decides what the brands are called and how long things may take; everybody sees it after the next contact.

import { expect, test } from "./server.mjs";
import { faults } from "./axe.mjs";
import { badge, signIn } from "./people.mjs";

const DESK = { viewport: { width: 1366, height: 768 } };

test("the subdistrict calls the time bank something else and shortens a limit; what is out of range is told at its field", async ({ browser, server }) => {
  const officer = await signIn(browser, server, "鲁明", DESK);
  await officer.goto("/me");
  await officer.getByRole("link", { name: "设置" }).click();
  const days = officer.getByLabel("一般隐患几天内办完");
  await expect(days).toHaveValue("7");
  await officer.getByLabel("时间银行", { exact: true }).fill("互助时光");
  await days.fill("120");
  await officer.getByRole("button", { name: "保存", exact: true }).click();
  await expect(officer.getByRole("alert")).toContainText("请写 1 到 90 的整数");
  await expect(officer.getByLabel("时间银行", { exact: true }), "nothing typed is lost").toHaveValue("互助时光");
  expect(await faults(officer, "/settings")).toEqual([]);
  await days.fill("3");
  await officer.getByRole("button", { name: "保存", exact: true }).click();
  await expect(officer.getByText("设置已保存")).toBeVisible();

  // Everybody else, who cannot change it, sees what was decided.
  const steward = await signIn(browser, server, "秦守仁");
  await expect(steward.getByRole("navigation").getByText("互助时光").first()).toBeVisible();
  await steward.goto("/me");
  await expect(steward.getByRole("link", { name: "设置" })).toHaveCount(0);
  await steward.goto("/settings");
  await expect(steward.locator("main")).toContainText("设置由街道来改");

  // Without a network it says so and keeps what was typed.
  await officer.goto("/settings");
  await expect(days).toHaveValue("3");
  await expect(badge(officer)).toHaveText(/已同步/);
  await officer.context().setOffline(true);
  await days.fill("4");
  await officer.getByRole("button", { name: "保存", exact: true }).click();
  await expect(officer.getByRole("alert")).toBeVisible();
  await expect(days).toHaveValue("4");
  expect(server.verify().status).toBe(0);
  expect([...officer.problems, ...steward.problems]).toEqual([]);
});
