// A phone that is shared, full, emptied by its browser, long without contact, or open in two tabs.

import { expect, test } from "./server.mjs";
import { badge, installed, signIn } from "./people.mjs";
import { faults } from "./axe.mjs";
import { kept } from "./kept.mjs";

const DAY_MS = 86_400_000;
const chip = (page, name) => page.locator("label.chip", { hasText: name });
const banner = (page, words) => page.locator(".banners .notice", { hasText: words });

async function record(page, what) {
  await page.getByRole("link", { name: "首页" }).first().click();
  await page.getByRole("link", { name: "安全隐患" }).click();
  await chip(page, what).click();
  await page.getByRole("button", { name: "记下来" }).click();
}

/** Chooses somebody of the demonstration on the page for signing in. */
async function come(page, name) {
  await page.getByRole("button", { name: new RegExp(name) }).click();
  await expect(badge(page)).toHaveText(/已同步/, { timeout: 15_000 });
}

async function leave(page) {
  await page.goto("/me");
  await page.getByRole("button", { name: "退出登录" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "退出登录" }).click();
  await expect(page.getByText(/^已退出/)).toBeVisible();
}

/** The browser throws its databases away. */
async function evict(page, url) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Storage.clearDataForOrigin", { origin: url, storageTypes: "indexeddb" });
  await cdp.detach();
}

test("what one person left unsent on a shared phone is not the next one's, and is sent as their own", async ({ browser, server }) => {
  // Counted before: what was on its way when the network went may have arrived, and is not sent twice.
  const branch = await signIn(browser, server, "何建国");
  await branch.goto("/stewards");
  const theirs = branch.locator("main li", { hasText: "井盖" });
  await expect(branch.locator("main li").first()).toBeVisible();
  const before = await theirs.count();
  const phone = await signIn(browser, server, "秦守仁");
  await installed(phone);
  await phone.context().setOffline(true);
  await record(phone, "井盖");
  await expect(badge(phone)).toHaveText(/1 条等信号/);
  await leave(phone);
  await expect(phone.getByText(/1 条留在这台手机里/)).toBeVisible();
  expect(await faults(phone, "signed out with something waiting")).toEqual([]);

  await phone.context().setOffline(false);
  await phone.goto("/");
  await come(phone, "周桂芳");
  await phone.goto("/stewards");
  await expect(phone.locator("main li", { hasText: "待送出" })).toHaveCount(0);
  await phone.goto("/attention");
  await expect(phone.getByText("没有要您看的")).toBeVisible();
  const holding = Object.entries(await kept(phone)).filter(([, { stores }]) => stores.outbox > 0);
  expect(holding.length, "in the first one's own database alone").toBe(1);
  expect(holding[0][1].text, "and nobody can read it there").not.toMatch(/hazard\.find|井盖|manhole/);

  await leave(phone);
  await phone.goto("/");
  await come(phone, "秦守仁");
  await expect(theirs).toHaveCount(before + 1);
  await branch.locator("main li a", { hasText: /井盖.*还有|井盖.*待审核/ }).first().click();
  await expect(branch.locator("main dl").first()).toContainText("秦守仁");
  expect(server.verify().status).toBe(0);
  expect([...phone.problems, ...branch.problems]).toEqual([]);
});

test("a browser that throws the databases away under the open app loses nothing that was not sent", async ({ browser, server }) => {
  const phone = await signIn(browser, server, "秦守仁");
  await installed(phone);
  await phone.context().setOffline(true);
  await record(phone, "门禁");
  await expect(badge(phone)).toHaveText(/1 条等信号/);
  await evict(phone, server.url);
  await record(phone, "漏水");
  await phone.context().setOffline(false);
  await expect(badge(phone)).toHaveText(/已同步/, { timeout: 15_000 });
  const branch = await signIn(browser, server, "何建国");
  await branch.goto("/stewards");
  for (const what of ["门禁", "漏水"]) await expect(branch.locator("main li", { hasText: what }).first()).toBeVisible();

  await phone.reload();
  await expect(badge(phone)).toHaveText(/已同步/, { timeout: 15_000 });
  await expect(banner(phone, "已经重新取来，没有丢东西")).toBeVisible();
  expect(await faults(phone, "fetched again")).toEqual([]);
  await phone.getByRole("button", { name: "知道了" }).click();
  await expect(banner(phone, "浏览器清掉了")).toHaveCount(0);
  await phone.goto("/stewards");
  await expect(phone.locator("main li", { hasText: "门禁" }).first()).toBeVisible();
  expect([...phone.problems, ...branch.problems]).toEqual([]);
});

test("entries that went with an evicted database are told honestly", async ({ browser, server }) => {
  const phone = await signIn(browser, server, "秦守仁");
  await installed(phone);
  const context = phone.context();
  await context.setOffline(true);
  await record(phone, "门禁");
  await expect(badge(phone)).toHaveText(/1 条等信号/);
  const other = await context.newPage();
  await phone.close();
  await evict(other, server.url);
  await context.setOffline(false);
  await other.goto("/");
  await expect(badge(other)).toHaveText(/已同步/, { timeout: 15_000 });
  await expect(banner(other, "还没送出的 1 条找不回来了")).toBeVisible();
  expect(await faults(other, "lost")).toEqual([]);
});

test("two tabs show the same, and when the one that leads is closed the other goes on", async ({ browser, server }) => {
  const first = await signIn(browser, server, "秦守仁");
  const second = await first.context().newPage();
  await second.goto("/stewards");
  await expect(badge(second)).toHaveText(/已同步/);
  await first.goto("/stewards");
  await record(second, "井盖");
  await expect(first.locator("main li", { hasText: "井盖" }).first()).toBeVisible();
  for (const tab of [first, second]) await expect(badge(tab)).toHaveText(/已同步/);
  await first.close();
  await record(second, "漏水");
  await expect(badge(second)).toHaveText(/已同步/);
  const branch = await signIn(browser, server, "何建国");
  await branch.goto("/stewards");
  for (const what of ["井盖", "漏水"]) await expect(branch.locator("main li", { hasText: what }).first()).toBeVisible();
  expect(server.verify().status).toBe(0);
});

test("a full phone keeps what was typed and says what still works", async ({ browser, server }) => {
  const phone = await signIn(browser, server, "秦守仁");
  await phone.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...values) {
      if (this.name !== "outbox") return put.apply(this, values);
      IDBObjectStore.prototype.put = put;
      throw new DOMException("full", "QuotaExceededError");
    };
  });
  await phone.getByRole("link", { name: "安全隐患" }).click();
  await chip(phone, "消防").click();
  await phone.getByText("补充一句（可以不写）").click();
  await phone.locator("#note").fill("灭火器过期了");
  await phone.getByRole("button", { name: "记下来" }).click();
  await expect(phone.locator("#errors")).toContainText("手机存满了");
  await expect(phone.locator("#errors")).toContainText("没有记下，写的字还在");
  await expect(phone.locator("#note")).toHaveValue("灭火器过期了");
  expect(await faults(phone, "full")).toEqual([]);
  await phone.getByRole("button", { name: "记下来" }).click();
  await expect(badge(phone)).toHaveText(/已同步/);
});

test("a window that may keep nothing says that nothing can be promised", async ({ browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url, locale: "zh-CN", viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("forbidden", "SecurityError");
    };
  });
  await page.goto("/");
  await expect(page.getByText("这个窗口存不住东西")).toBeVisible();
  expect(await faults(page, "forbidden")).toEqual([]);
});

/** A device that is without a network from now on, its clock moved on by so many days. */
async function away(page, days) {
  await page.context().setOffline(true);
  await page.clock.install({ time: Date.now() + days * DAY_MS });
  await page.goto("/stewards");
}

test("seven days without contact lock what an office let one see, until the next one", async ({ browser, server }) => {
  const branch = await signIn(browser, server, "何建国");
  await installed(branch);
  await branch.goto("/stewards");
  const rows = branch.locator("main li a.cell");
  await expect(rows.first()).toBeVisible();
  const before = await rows.count();
  await away(branch, 8);
  await expect(banner(branch, "七天没连上社区")).toBeVisible();
  await expect(rows).toHaveCount(0);
  await expect(branch.locator("main .state")).toContainText("什么也没有丢");
  await expect(branch.locator("main .bld")).toHaveCount(0);
  expect(await faults(branch, "locked")).toEqual([]);

  // A clock that is set back opens nothing.
  await branch.clock.setSystemTime(Date.now());
  await branch.reload();
  await expect(banner(branch, "七天没连上社区")).toBeVisible();
  await expect(rows).toHaveCount(0);

  await branch.context().setOffline(false);
  await expect(banner(branch, "七天没连上社区")).toHaveCount(0);
  await expect(rows).toHaveCount(before);
  expect(branch.problems).toEqual([]);
});

test("while it is locked one's own stays, recording goes on, and what waits says how long it has waited", async ({ browser, server }) => {
  const phone = await signIn(browser, server, "秦守仁");
  await installed(phone);
  await phone.context().setOffline(true);
  await record(phone, "井盖");
  await expect(badge(phone)).toHaveText(/1 条等信号/);
  await away(phone, 2);
  await expect(banner(phone, "有 1 条等了 2 天还没送出")).toHaveClass(/wait/);
  await phone.clock.setSystemTime(Date.now() + 8 * DAY_MS);
  await phone.reload();
  await expect(banner(phone, "有 1 条等了 8 天还没送出")).toHaveClass(/bad/);
  await expect(banner(phone, "七天没连上社区")).toBeVisible();
  const rows = phone.locator("main li a.cell");
  const own = await rows.count();
  await record(phone, "漏水");
  await expect(rows).toHaveCount(own + 1);
  await expect(badge(phone)).toHaveText(/2 条等信号/);
  await badge(phone).click();
  await expect(phone.getByRole("dialog")).toContainText("8 天前");
  expect(await faults(phone, "old")).toEqual([]);
});

test("a server further on than the app still takes what is sent, and the app asks to be updated", async ({ browser, server }) => {
  const phone = await signIn(browser, server, "秦守仁");
  await phone.route("**/pull", async (route) => {
    const response = await route.fetch();
    const { head, ...page } = await response.json();
    await route.fulfill({ response, json: { ...page, newest: head } });
  });
  await record(phone, "门禁");
  await expect(banner(phone, "要换新版本了")).toBeVisible();
  expect(await faults(phone, "outdated")).toEqual([]);
  const branch = await signIn(browser, server, "何建国");
  await branch.goto("/stewards");
  await expect(branch.locator("main li", { hasText: "门禁" }).first()).toBeVisible();
  // A pull may be under way at this moment.
  await phone.unrouteAll({ behavior: "ignoreErrors" });
  await phone.reload();
  await expect(badge(phone)).toHaveText(/已同步/);
  await expect(banner(phone, "要换新版本了")).toHaveCount(0);
});
