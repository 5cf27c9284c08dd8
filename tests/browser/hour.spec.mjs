// A volunteer captures an hour without signal; the recipient confirms it; card and wall follow.

import { expect, test } from "./server.mjs";
import { badge, device, installed, signIn } from "./people.mjs";

/** Minutes of all time, as the wall says them: 「88 小时 30 分」. */
async function banked(wall) {
  const text = await wall.locator(".w-col.t .w-rows div", { hasText: "累计存入" }).locator("dd").innerText();
  const [, hours = "0", minutes = "0"] = /(?:([\d,]+) ?小时)? ?(?:(\d+) ?分)?/.exec(text) ?? [];
  return Number(hours.replace(",", "")) * 60 + Number(minutes);
}

test("an hour captured offline is confirmed by its recipient, posted once, and counted on the wall", async ({ browser, server }) => {
  const wall = await device(browser, server, { viewport: { width: 1920, height: 1080 } });
  await wall.goto("/screen/jinbu");
  const before = await banked(wall);

  const volunteer = await signIn(browser, server, "陈小雨");
  await installed(volunteer);
  await volunteer.goto("/timebank");
  const balance = await volunteer.locator(".pass .big").innerText();
  await volunteer.context().setOffline(true);
  await volunteer.getByRole("link", { name: "记一次服务" }).click();
  await volunteer.locator("label.chip", { hasText: "打扫卫生" }).click();
  await volunteer.locator("label.chip", { hasText: /^1 ?小时$/ }).click();
  await volunteer.locator("label.chip", { hasText: "周桂芳" }).click();
  await volunteer.getByRole("button", { name: "记下来" }).click();
  const row = volunteer.locator("main li", { hasText: "打扫卫生" }).first();
  await expect(row).toContainText("待送出");
  await volunteer.reload();
  await expect(row).toContainText("待送出");
  await expect(volunteer.locator(".pass .big")).toHaveText(balance);

  await volunteer.context().setOffline(false);
  await expect(badge(volunteer)).toHaveText(/已同步/);
  await expect(row).toContainText("待确认");
  expect(await banked(wall), "unconfirmed hours count nowhere").toBe(before);

  const recipient = await signIn(browser, server, "周桂芳");
  await recipient.goto("/timebank");
  await recipient.locator("main li a", { hasText: "打扫卫生" }).first().click();
  await recipient.getByRole("button", { name: "属实，确认" }).click();
  await expect(recipient.getByText("对方已确认").first()).toBeVisible();
  await expect.poll(() => banked(wall), { timeout: 2_000 }).toBe(before + 60);
  await expect(volunteer.locator(".pass .big")).not.toHaveText(balance);
  expect(server.verify().output).toContain("0 differences");
  expect([...volunteer.problems, ...recipient.problems, ...wall.problems]).toEqual([]);
});
