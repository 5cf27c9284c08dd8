// The app comes in two parts; the first one stands alone until the second is here.

import { expect, test } from "./server.mjs";
import { device } from "./people.mjs";
import { faults } from "./axe.mjs";

const chip = (page, name) => page.locator("label.chip", { hasText: name });

/** A device without a service worker, which would fetch the second part by itself. */
async function alone(browser, server) {
  const page = await device(browser, server);
  await page.addInitScript(() => delete Navigator.prototype.serviceWorker);
  return page;
}

test("without the second part one signs in and records; a page of it says so, and comes by itself", async ({ browser, server }) => {
  const page = await alone(browser, server);
  await page.route("**/second-*.wasm", (route) => route.abort("connectionreset"));
  await page.goto("/");
  await page.getByRole("button", { name: /秦守仁/ }).click();
  await expect(page.getByRole("heading", { name: "等我处理" })).toBeVisible();
  await page.getByRole("link", { name: "安全隐患" }).click();
  await chip(page, "井盖").click();
  await page.getByRole("button", { name: "记下来" }).click();

  await expect(page.getByText("这一页还没有取到手机里")).toBeVisible();
  expect(await faults(page, "a page that is not here")).toEqual([]);
  await page.getByRole("button", { name: "再试一次" }).click();
  await expect(page.getByText("这一页还没有取到手机里")).toBeVisible();
  expect(page.problems, "nothing of the first part reached into the second").toEqual([]);

  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.getByRole("button", { name: "再试一次" }).click();
  await expect(page.locator("main li", { hasText: "井盖" }).first()).toBeVisible();
});

test("where another build has taken its place, trying again starts the app anew", async ({ browser, server }) => {
  const page = await alone(browser, server);
  await page.route("**/second-*.wasm", (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto("/");
  await page.getByRole("button", { name: /赵敏/ }).click();
  await page.getByRole("link", { name: "我的" }).click();
  await expect(page.getByText("这一页还没有取到手机里")).toBeVisible();
  await page.unrouteAll({ behavior: "ignoreErrors" });
  const loaded = page.waitForEvent("load");
  await page.getByRole("button", { name: "再试一次" }).click();
  await loaded;
  await expect(page.getByRole("heading", { name: "看着舒服" })).toBeVisible();
});

test("the second part comes by itself once there is a network", async ({ browser, server }) => {
  const page = await alone(browser, server);
  await page.route("**/second-*.wasm", (route) => route.abort("internetdisconnected"));
  await page.goto("/");
  await page.getByRole("button", { name: /赵敏/ }).click();
  await page.getByRole("link", { name: "我的" }).click();
  await expect(page.getByText("这一页还没有取到手机里")).toBeVisible();
  await page.context().setOffline(true);
  // The page hears of both one after the other.
  await page.evaluate(() => new Promise((heard) => (navigator.onLine ? addEventListener("offline", () => setTimeout(heard, 100)) : setTimeout(heard, 100))));
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.context().setOffline(false);
  await expect(page.getByRole("heading", { name: "看着舒服" })).toBeVisible({ timeout: 15_000 });
});
