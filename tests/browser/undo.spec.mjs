// What was just done can be taken back for ten seconds, before anybody has got it.

import { expect, test } from "./server.mjs";
import { badge, signIn } from "./people.mjs";
import { faults } from "./axe.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, undo: "" };
const chip = (page, name) => page.locator("label.chip", { hasText: name });
const undo = (page) => page.getByRole("button", { name: "撤销" });
const rows = (page, what) => page.locator("main li", { hasText: what });

async function record(page, what) {
  await page.goto("/stewards/new");
  await chip(page, what).click();
  await chip(page, "今天要办").click();
  await page.getByRole("button", { name: "记下来" }).click();
  await expect(undo(page)).toBeVisible();
}

/** The acts that a page sends from now on. */
function pushes(page) {
  const sent = [];
  page.on("request", (request) => {
    if (/\/push$/.test(new URL(request.url()).pathname)) sent.push(request.postData() ?? "");
  });
  return sent;
}

test("a slip is taken back before it is sent, and its form stands there as it was filled in", async ({ browser, server }) => {
  const steward = await signIn(browser, server, "秦守仁", PHONE);
  const sent = pushes(steward);
  await record(steward, "漏水");
  expect(await faults(steward, "with an undo")).toEqual([]);
  await undo(steward).click();
  await expect(steward.getByText(/^已撤销/)).toBeVisible();
  await expect(chip(steward, "漏水").locator("input")).toBeChecked();
  await expect(chip(steward, "今天要办").locator("input")).toBeChecked();
  await expect(badge(steward)).toHaveText(/已同步/);

  // Put right, it is recorded as any other.
  await chip(steward, "井盖").click();
  await steward.getByRole("button", { name: "记下来" }).click();
  await expect(undo(steward)).toBeVisible();
  await steward.goto("/stewards");
  await expect(rows(steward, "井盖").first()).toBeVisible();
  await expect(badge(steward)).toHaveText(/已同步/, { timeout: 20_000 });
  expect(sent.filter((body) => body.includes("hazard.find")).length, "one push, of the second").toBe(1);
  expect(sent.join(""), "the slip never left the phone").not.toContain('"leak"');
  expect(server.verify().status).toBe(0);
  expect(steward.problems).toEqual([]);
});

test("whoever signs out or records the next thing has it sent at once", async ({ browser, server }) => {
  const steward = await signIn(browser, server, "秦守仁", PHONE);
  const sent = pushes(steward);
  await record(steward, "漏水");
  await record(steward, "井盖");
  await expect.poll(() => sent.join("")).toContain('"leak"');
  expect(sent.join(""), "the latest waits").not.toContain('"manhole"');
  await expect(undo(steward), "only the latest can be taken back").toHaveCount(1);
  await steward.getByRole("link", { name: "我的", exact: true }).click();
  // What stands last on the page can be scrolled out from behind the line.
  await steward.getByRole("button", { name: "退出登录" }).evaluate((button) => button.scrollIntoView({ block: "center" }));
  await steward.getByRole("button", { name: "退出登录" }).click({ timeout: 3_000 });
  await steward.getByRole("dialog").getByRole("button", { name: "退出登录" }).click();
  await expect(steward.getByText(/^已退出/)).toBeVisible();
  expect(sent.join("")).toContain('"manhole"');
  await expect(steward.getByText(/条留在这台手机里/)).toHaveCount(0);
  expect(steward.problems).toEqual([]);
});

test("immediate danger is sent at once, and so is everything for whoever wants that", async ({ browser, server }) => {
  const steward = await signIn(browser, server, "秦守仁", PHONE);
  const sent = pushes(steward);
  await steward.goto("/stewards/new");
  await chip(steward, "漏水").click();
  await chip(steward, "马上有危险").click();
  await steward.getByRole("button", { name: "记下来" }).click();
  await expect.poll(() => sent.join("")).toContain('"leak"');
  await expect(undo(steward)).toHaveCount(0);

  await steward.goto("/me");
  await steward.locator(".seg label", { hasText: "马上送出" }).click();
  await steward.goto("/stewards/new");
  await chip(steward, "井盖").click();
  await steward.getByRole("button", { name: "记下来" }).click();
  await expect.poll(() => sent.join("")).toContain('"manhole"');
  await expect(undo(steward)).toHaveCount(0);
  expect(steward.problems).toEqual([]);
});
