// XSS through offline content: a corpus is typed where there is no signal, sent, and shown on every page, wall and sheet.

import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./server.mjs";
import { Server, freePort } from "./process.mjs";
import { badge, device, installed, signIn } from "./people.mjs";
import { CORPUS, foreign, listen, typed } from "./corpus.mjs";

const DESK = { viewport: { width: 1366, height: 768 } };
const KINDS = ["dispute", "errand", "patrol", "theft", "fight", "visit", "study_visit"];
const ROUTES = ["/", "/council", "/timebank", "/stewards", "/dashboard", "/me", "/privacy", "/residents", "/people", "/attention"];
const FORMS = ["/council/new", "/timebank/new", "/stewards/new", ...KINDS.map((kind) => `/stewards/new/${kind}`)];
const PASSPHRASE = "楼下的老槐树开花了";

const chip = (page, name) => page.locator("label.chip", { hasText: name }).first();
/** Without white space, which a page may fold. */
const plain = (text) => text.replace(/\s+/g, "");
/** What of all that was typed has not been seen as text. */
const missing = (said, seen) => said.filter((text) => !seen.text.includes(plain(text)));
const shown = async (page) => plain(await page.evaluate(() => document.body.innerText + [...document.querySelectorAll("input, textarea")].map((field) => field.value)));

/** Until nothing comes any more: a list shows its newest first and reads the rest behind them. */
const settled = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        let quiet;
        const again = () => {
          clearTimeout(quiet);
          quiet = setTimeout(() => (document.querySelector("main [aria-busy=true]") ? again() : done()), 100);
        };
        new MutationObserver(again).observe(document.body, { subtree: true, childList: true, characterData: true });
        setTimeout(done, 5_000);
        again();
      }),
  );

/** Opens an address and looks at all that it brought: nothing ran, and nothing is there that the app does not make. */
async function look(page, address, seen) {
  await page.goto(address);
  await page.locator("main h2, main form, main .state, main li, main dl, body.wall").first().waitFor();
  await settled(page);
  expect(await foreign(page)).toEqual([]);
  seen.text += await shown(page);
}

/** Every page of a person: lists, forms, and each record that a list leads to. */
async function walk(page, seen, forms = FORMS) {
  const records = new Set();
  let hours = 0;
  for (const route of ROUTES) {
    await look(page, route, seen);
    const links = await page.locator("main a[href]").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    for (const href of links) {
      // Nobody writes a word into an hour: three of them are enough.
      if (/^\/timebank\/(?!new)/.test(href)) hours += 1;
      if (/^\/(council|stewards|entries|residents)\/(?!new)/.test(href) || (/^\/timebank\/(?!new)/.test(href) && hours < 4)) records.add(href);
    }
  }
  for (const address of [...records].sort().slice(0, 45)) await look(page, address, seen);
  for (const form of forms) await look(page, form, seen);
}

async function save(page) {
  await page.getByRole("button", { name: "记下来" }).click();
  await expect(page).toHaveURL(/\/stewards(\?|$)/);
}

/** What a steward writes on the stairs: a hazard for each text, and one entry of each kind. */
async function steward(page, say) {
  for (let n = 0; n < CORPUS.length; n += 1) {
    await page.goto("/stewards/new");
    await chip(page, "井盖").click();
    await page.getByText("补充一句（可以不写）").click();
    await page.locator("#note").fill(say());
    await save(page);
  }
  for (const kind of KINDS) {
    await page.goto(`/stewards/new/${kind}`);
    await page.getByText("补充一句（可以不写）").click();
    const what = page.locator("label.chip:has(input[name=what])").last();
    if (await what.count()) await what.click();
    for (const name of await page.locator("#side-a, #side-b, #name").all()) await name.fill(say());
    await page.locator("#note").fill(say());
    await save(page);
  }
}

/** What a resident writes at home: an issue, an errand, and what is wrong with their data. */
async function resident(page, say) {
  for (let n = 0; n < 3; n += 1) {
    await page.goto("/council/new");
    await chip(page, "秦苑小区").click();
    await chip(page, "公共设施").click();
    await page.locator("#line").fill(say());
    await page.locator("#detail").fill(say());
    await page.getByRole("button", { name: "提出来" }).click();
    await expect(page).toHaveURL(/\/council$/);
  }
  await page.goto("/stewards/new/errand");
  await chip(page, "其他").click();
  await page.getByText("补充一句（可以不写）").click();
  await page.locator("#note").fill(say());
  await save(page);
  await page.goto("/privacy");
  await page.getByText("提一个要求").click();
  await chip(page, "别的").click();
  await page.locator("#wish-text").fill(say());
  await page.getByRole("button", { name: "交给社区" }).click();
}

test.describe("XSS through offline content", () => {
  test("each text of the corpus would be heard if it were markup", async ({ browser, server }) => {
    const page = await device(browser, server);
    const heard = await listen(page.context());
    for (const { text, runs } of CORPUS) {
      await page.goto("/enrol");
      await page.locator("main form").waitFor();
      const before = heard.length;
      await page.evaluate((text) => document.querySelector("main").insertAdjacentHTML("beforeend", `<p><textarea></textarea></p>${text}`), text);
      const found = async () => heard.length > before || (await foreign(page)).length > 0;
      await (runs ? expect.poll(found, text).toBe(true) : expect(await found(), text).toBe(false));
    }
  });

  test("typed without signal it is text on every page of everybody it reaches, on wall and sheet", async ({ browser, server }) => {
    test.setTimeout(420_000);
    let count = 0;
    const said = [];
    const say = () => (said.push(typed(count)), typed(count++));
    const seen = { text: "" };
    const heard = [];
    const come = async (name, options) => {
      const page = await signIn(browser, server, name, options);
      heard.push(await listen(page.context()));
      await page.reload();
      await expect(badge(page)).toHaveText(/已同步/, { timeout: 15_000 });
      return page;
    };

    const qin = await come("秦守仁");
    const zhou = await come("周桂芳");
    for (const page of [qin, zhou]) {
      await installed(page);
      await page.context().setOffline(true);
    }
    await steward(qin, say);
    await resident(zhou, say);
    for (const page of [qin, zhou]) {
      await walk(page, seen);
      await page.context().setOffline(false);
      await expect(badge(page)).toHaveText(/已同步/, { timeout: 40_000 });
      await page.goto("/attention");
      await expect(page.getByText("没有要您看的"), "the server took all of it").toBeVisible();
    }
    expect(missing(said, seen), "on the phones themselves").toEqual([]);

    // At the desk: a name, a reason to look, a reason to stop, an answer, a sheet.
    const zhao = await come("赵敏", DESK);
    await zhao.goto("/people");
    await zhao.locator("#new-name").fill(say());
    await zhao.getByRole("button", { name: "添加一个人" }).click();
    await expect(zhao.getByRole("heading", { name: said.at(-1).slice(0, 12) }).first()).toBeVisible();
    await chip(zhao, "居民").click();
    await zhao.getByLabel("在哪里").selectOption({ label: "秦苑小区" });
    await zhao.getByRole("button", { name: "给这个身份" }).click();
    await zhao.getByRole("button", { name: "做一张开通单" }).click();
    await expect(zhao.locator(".slip h3")).toContainText(said.at(-1));
    await zhao.emulateMedia({ media: "print" });
    expect(await foreign(zhao)).toEqual([]);
    await zhao.emulateMedia({ media: "screen" });
    await zhao.goto("/people");
    await zhao.locator("main a.cell", { hasText: said.at(-1) }).click();
    await zhao.locator("#reason").fill(say());
    await zhao.getByRole("button", { name: "停用登录" }).click();
    await expect(zhao.getByText(/起停用：/)).toContainText(said.at(-1));
    seen.text += await shown(zhao);
    await zhao.goto("/residents/zhou-guifang");
    await zhao.getByRole("button", { name: "看号码" }).first().click();
    await zhao.getByRole("dialog").locator("label.chip", { hasText: "其他" }).click();
    await zhao.getByRole("dialog").getByLabel("写一句").fill(say());
    await zhao.getByRole("dialog").getByRole("button", { name: "看号码" }).click();
    await zhao.getByRole("dialog").getByRole("link", { name: /1380000/ }).waitFor();
    await zhao.keyboard.press("Escape");
    await zhao.getByRole("button", { name: "列出来" }).click();
    await expect(zhao.locator("main li", { hasText: said.at(-1) })).toBeVisible();
    await zhao.emulateMedia({ media: "print" });
    expect(await foreign(zhao)).toEqual([]);
    await zhao.emulateMedia({ media: "screen" });
    await zhao.goto("/residents");
    await zhao.getByRole("button", { name: /答复/ }).first().click();
    const answer = zhao.getByRole("dialog");
    await answer.getByRole("radio", { name: "办", exact: true }).check({ force: true });
    await answer.getByRole("textbox").fill(say());
    await answer.getByRole("button", { name: "答复" }).click();
    await expect(answer).toHaveCount(0);

    // A sign-in under such a name is found in the audit by it; the log keeps no name that nobody has.
    const yan = await come("严谨", DESK);
    await yan.request.post("/api/session", { data: { name: say(), passphrase: "guess guess" } });
    await yan.goto("/audit");
    await yan.getByText("再按人、日期、结果查").click();
    await yan.getByLabel("谁", { exact: true }).fill(said.at(-1));
    await yan.getByRole("button", { name: "查", exact: true }).click();
    await expect(yan.locator("tbody tr")).toHaveCount(1);
    expect(await foreign(yan)).toEqual([]);
    seen.text += await shown(yan);

    await walk(zhao, seen);
    for (const page of [zhou, qin, await come("何建国", DESK), await come("白正"), await come("吴大明"), await come("陈小雨")]) await walk(page, seen, []);
    expect(missing(said, seen)).toEqual([]);

    // In addresses, of the app and of the walls.
    const wall = await device(browser, server, { viewport: { width: 1920, height: 1080 } });
    heard.push(await listen(wall.context()));
    for (const address of ["/screen/jinbu", "/screen/jinbu?lang=en"]) await look(wall, address, seen);
    for (const { text } of CORPUS) {
      const part = encodeURIComponent(text);
      for (const before of ["/", "/council/", "/stewards/new/", "/entries/", "/enrol/", "/start/", "/council?show=", "/dashboard?by=", "/screen/", "/screen/jinbu?lang="]) {
        await wall.goto(before + part);
        expect(await foreign(wall)).toEqual([]);
      }
    }
    expect(heard.flat()).toEqual([]);
    expect(server.verify().status).toBe(0);
  });

  test("what was turned away, and its sheet for a worker, show it as text", async ({ browser, server }) => {
    const page = await signIn(browser, server, "秦守仁");
    const heard = await listen(page.context());
    await page.route("**/push", async (route) => {
      const body = route.request().postDataJSON();
      for (const { act } of body.ops) act.body.found_at_ms += 86_400_000;
      await route.continue({ postData: JSON.stringify(body) });
    });
    const said = [0, 1, 2, 3].map(typed);
    for (const text of said) {
      await page.goto("/stewards/new");
      await chip(page, "消防").click();
      await page.getByText("补充一句（可以不写）").click();
      await page.locator("#note").fill(text);
      await save(page);
    }
    await expect(badge(page)).toHaveText(/4 条要您看看/);
    const seen = { text: "" };
    await look(page, "/attention", seen);
    expect(missing(said, seen)).toEqual([]);
    for (const which of [0, 1, 2, 3]) {
      await page.getByRole("button", { name: "请社区工作人员来办" }).nth(which).click();
      await expect(page.getByRole("dialog")).toContainText("号");
      expect(await foreign(page)).toEqual([]);
      await page.keyboard.press("Escape");
    }
    await page.getByRole("button", { name: "改一改，再交" }).first().click();
    await expect(page.locator("#note")).toHaveValue(/号\d$/);
    expect(await foreign(page)).toEqual([]);
    expect(heard).toEqual([]);
  });

  test("names of places and of people of a first start are text everywhere, on the wall and on three sheets", async ({ browser }) => {
    const server = new Server(await freePort(), await mkdtemp(join(tmpdir(), "jiefang-empty-")));
    try {
      await server.start();
      const desk = await device(browser, server, DESK);
      const heard = await listen(desk.context());
      await desk.goto(server.log.match(/\/start\/[A-Z0-9-]+/)[0]);
      const names = [0, 1, 2, 3, 4, 5].map(typed);
      await desk.getByLabel("街道的名称").fill(names[0]);
      await desk.getByLabel("社区的名称").fill(names[1]);
      await desk.getByLabel("您的姓名").fill(names[2]);
      await desk.getByLabel("口令", { exact: true }).fill(PASSPHRASE);
      for (const [n, label] of ["系统管理员", "审计管理员", "安全管理员"].entries()) await desk.getByLabel(label).fill(names[3 + n]);
      await desk.getByRole("button", { name: "设置好这台服务器" }).click();
      await expect(desk.locator(".slip")).toHaveCount(3);
      await desk.emulateMedia({ media: "print" });
      const seen = { text: await shown(desk) };
      expect(await foreign(desk)).toEqual([]);
      await desk.emulateMedia({ media: "screen" });
      await desk.getByRole("button", { name: /开始用/ }).click();
      await expect(badge(desk)).toHaveText(/已同步/, { timeout: 15_000 });
      const mine = await desk.evaluate(() => fetch("/api/me").then((answer) => answer.json()));
      await desk.locator("header .switch").click();
      await desk.getByRole("dialog").locator("label.chip", { hasText: names[1] }).click();
      for (const route of [...ROUTES, ...FORMS]) await look(desk, route, seen);
      const community = mine.books.find(({ kind }) => kind === "community");
      for (const language of ["zh", "en"]) {
        await desk.goto(`/screen/${community.id}?lang=${language}`);
        await expect(desk.locator("h1")).toContainText(names[1]);
        expect(await foreign(desk)).toEqual([]);
      }
      expect(missing(names, seen)).toEqual([]);
      expect(heard).toEqual([]);
    } finally {
      await server.dispose();
    }
  });
});
