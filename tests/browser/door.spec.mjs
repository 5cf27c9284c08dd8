// Coming in: by a typed code and by a link, on a second device, after a stop, and on a server that is empty.

import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "./server.mjs";
import { Server, freePort } from "./process.mjs";
import { badge, device, signIn } from "./people.mjs";
import { faults } from "./axe.mjs";

const PASSPHRASE = "楼下的老槐树开花了";
const CODE = /^[A-HJ-NP-Z2-9]{4}(-[A-HJ-NP-Z2-9]{4}){3}$/;

/** On the page of people: somebody found and opened. */
async function open(page, name) {
  await page.goto("/people");
  await page.getByLabel(/找人/).first().fill(name);
  await page.locator("main a.cell", { hasText: name }).first().click();
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
}

/** A worker makes a sheet; the code on it. */
async function sheet(page, name) {
  await open(page, name);
  await page.getByRole("button", { name: "做一张开通单" }).click();
  const code = page.locator(".slip-code");
  await expect(code).toHaveText(CODE);
  return (await code.innerText()).trim();
}

async function choose(page) {
  await page.getByLabel("口令", { exact: true }).fill(PASSPHRASE);
  await page.getByRole("button", { name: "开通", exact: true }).click();
  await expect(badge(page)).toHaveText(/已同步/, { timeout: 15_000 });
}

/** Signs in with name and passphrase. */
async function come(page, name) {
  await page.goto("/");
  await page.getByLabel("姓名或手机号").fill(name);
  await page.getByLabel("口令", { exact: true }).fill(PASSPHRASE);
  await page.getByRole("button", { name: "进入" }).click();
}

test("a code typed from paper lets a steward in, once; a second device comes in by name and passphrase", async ({ browser, server }) => {
  const worker = await signIn(browser, server, "赵敏");
  const code = await sheet(worker, "秦守仁");
  await expect(worker.locator(".slip-qr path")).toHaveAttribute("d", /^M0 0h7v1h-7z/);
  expect(await faults(worker, "sheet")).toEqual([]);

  const phone = await device(browser, server);
  await phone.goto("/");
  await phone.getByRole("link", { name: "我有一个编码" }).click();
  await phone.getByLabel("纸上的编码").fill("ABCD");
  await phone.getByRole("button", { name: "开通", exact: true }).click();
  await expect(phone.getByRole("alert")).toContainText("编码是 16 位");
  await phone.getByLabel("纸上的编码").fill(code.toLowerCase().replaceAll("-", " "));
  await choose(phone);
  await expect(phone.locator("main")).toBeVisible();

  // The same code again, and one that nobody made: the same words.
  const again = await device(browser, server);
  for (const dead of [code, "AAAA-AAAA-AAAA-AAAA"]) {
    await again.goto(`/enrol/${dead}`);
    await again.getByLabel("口令", { exact: true }).fill(PASSPHRASE);
    await again.getByRole("button", { name: "开通", exact: true }).click();
    await expect(again.getByRole("alert")).toContainText("这个编码不对");
  }

  // A second device, by name and passphrase; nothing typed is lost by a mistake.
  await again.goto("/");
  await again.getByLabel("姓名或手机号").fill("秦守仁");
  await again.getByLabel("口令", { exact: true }).fill("不是这一句");
  await again.getByRole("button", { name: "进入" }).click();
  await expect(again.getByRole("alert")).toContainText("口令不符");
  await expect(again.getByLabel("姓名或手机号")).toHaveValue("秦守仁");
  await again.getByLabel("口令", { exact: true }).fill(PASSPHRASE);
  await again.getByRole("button", { name: "进入" }).click();
  await expect(badge(again)).toHaveText(/已同步/, { timeout: 15_000 });

  expect(server.verify().status).toBe(0);
  expect([...worker.problems, ...phone.problems, ...again.problems]).toEqual([]);
});

test("a link lets somebody in; a stop takes effect at once and is taken back; a code is taken back", async ({ browser, server }) => {
  const worker = await signIn(browser, server, "赵敏");
  const code = await sheet(worker, "陈小雨");
  const phone = await device(browser, server);
  await phone.goto(`/enrol/${code}`);
  await expect(phone.getByLabel("纸上的编码")).toHaveCount(0);
  await choose(phone);

  await open(worker, "陈小雨");
  await worker.getByLabel("为什么").fill("手机借给别人用");
  await worker.getByRole("button", { name: "停用登录" }).click();
  await expect(worker.getByText(/起停用：手机借给别人用/)).toBeVisible();
  expect(await faults(worker, "a stopped person")).toEqual([]);
  const status = await phone.evaluate(() => fetch("/api/me").then((answer) => answer.status));
  expect(status).toBe(401);
  const other = await device(browser, server);
  await come(other, "陈小雨");
  await expect(other.getByRole("alert")).toContainText("已经停用");

  await worker.getByLabel("为什么").fill("说明白了");
  await worker.getByRole("button", { name: "恢复登录" }).click();
  await expect(worker.getByText(/起停用：/)).toHaveCount(0);
  await come(other, "陈小雨");
  await expect(badge(other)).toHaveText(/已同步/, { timeout: 15_000 });

  // Roles: given and ended, at the desk.
  await worker.locator("label.chip", { hasText: "居民代表" }).click();
  await worker.getByLabel("在哪里").selectOption({ label: "秦苑小区" });
  await worker.getByRole("button", { name: "给这个身份" }).click();
  const held = worker.locator("main .list li", { hasText: "居民代表 · 秦苑小区" });
  await expect(held).toHaveCount(1);
  await held.getByRole("button", { name: "结束" }).click();
  await worker.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await expect(held).toHaveCount(0);

  // A code that was made and is taken back.
  const dead = await sheet(worker, "周桂芳");
  await worker.goto("/people");
  const living = worker.locator("section", { hasText: "发出去还没用的编码" }).locator("li", { hasText: "周桂芳" });
  await expect(living).toContainText("赵敏发的");
  await living.getByRole("button", { name: "收回" }).click();
  await worker.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await expect(living).toHaveCount(0);
  const gone = await phone.evaluate(
    (code) =>
      fetch("/api/enrolment/use", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ code, passphrase: "long enough" }),
      }).then((answer) => answer.status),
    dead,
  );
  expect(gone).toBe(404);

  // Somebody new, whose name is no markup.
  await worker.goto("/people");
  await worker.getByLabel("姓名", { exact: true }).fill('<img src=x onerror="window.hit=1">');
  await worker.getByRole("button", { name: "添加一个人" }).click();
  await expect(worker.getByRole("heading", { name: "<img src=x" }).first()).toBeVisible();
  await worker.getByRole("button", { name: "做一张开通单" }).click();
  await expect(worker.locator(".slip h3")).toContainText("<img src=x");
  expect(await worker.evaluate(() => window.hit)).toBeUndefined();
  expect(server.verify().status).toBe(0);
  expect([...worker.problems, ...other.problems]).toEqual([]);
});

test("an empty server prints one link; whoever opens it sets up places and three administrators, once", async ({ browser }) => {
  const server = new Server(await freePort(), await mkdtemp(join(tmpdir(), "jiefang-empty-")));
  try {
    await server.start();
    const first = server.log.match(/\/start\/([A-Z0-9-]+)/)[1];
    await server.restart();
    const path = server.log.match(/\/start\/[A-Z0-9-]+/g).at(-1);
    const desk = await device(browser, server, { viewport: { width: 1366, height: 768 } });
    await desk.goto(`/start/${first}`);
    await expect(desk.getByRole("alert")).toContainText("这个编码不对");
    await desk.goto(path);
    await desk.getByLabel("街道的名称").fill("大城街道");
    await desk.getByLabel("社区的名称").fill("进步巷社区\n光明巷社区\n");
    await desk.getByLabel("您的姓名").fill("鲁明");
    await desk.getByLabel("口令", { exact: true }).fill(PASSPHRASE);
    await desk.getByLabel("系统管理员").fill("系一");
    await desk.getByLabel("审计管理员").fill("系一");
    await desk.getByLabel("安全管理员").fill("安三");
    expect(await faults(desk, "start")).toEqual([]);
    await desk.getByRole("button", { name: "设置好这台服务器" }).click();
    await expect(desk.getByRole("alert")).toContainText("不同的人");
    await expect(desk.getByLabel("街道的名称")).toHaveValue("大城街道");
    await desk.getByLabel("审计管理员").fill("审二");
    await desk.getByRole("button", { name: "设置好这台服务器" }).click();
    await expect(desk.locator(".slip")).toHaveCount(3);
    const code = (await desk.locator(".slip", { hasText: "安三" }).locator(".slip-code").innerText()).trim();
    expect(await faults(desk, "three sheets")).toEqual([]);
    await desk.getByRole("button", { name: /开始用/ }).click();
    await expect(badge(desk)).toHaveText(/已同步/, { timeout: 15_000 });

    // The officer switches between what is theirs, in the header.
    await desk.locator("header .switch").click();
    await desk.getByRole("dialog").locator("label.chip", { hasText: "进步巷社区" }).click();
    await expect(desk.locator("header .switch")).toContainText("进步巷社区");
    await desk.goto("/people");
    await desk.getByLabel("姓名", { exact: true }).fill("赵敏");
    await desk.getByRole("button", { name: "添加一个人" }).click();
    // Let in before she is anything: she is told so, and what comes opens by itself.
    await expect(desk.getByText("先给一个身份，不然登录以后什么也看不到")).toBeVisible();
    await desk.getByRole("button", { name: "做一张开通单" }).click();
    const sheet = (await desk.locator(".slip-code").innerText()).trim();
    await desk.getByRole("button", { name: "‹ 返回" }).click();
    const zhao = await device(browser, server);
    await zhao.goto("/enrol");
    await zhao.getByLabel("纸上的编码").fill(sheet);
    await choose(zhao);
    await expect(zhao.getByRole("heading", { name: "您还没有身份" })).toBeVisible();
    expect(await faults(zhao, "no role")).toEqual([]);
    await desk.locator("label.chip", { hasText: "党员楼长" }).click();
    await expect(desk.getByText("这里还没有小区和楼栋，先添加或者导入")).toBeVisible();
    await desk.locator("label.chip", { hasText: "社区工作人员" }).click();
    await desk.getByRole("button", { name: "给这个身份" }).click();
    await expect(desk.locator("main .list li", { hasText: "社区工作人员 · 进步巷社区" })).toHaveCount(1);
    await expect(badge(zhao)).toHaveText(/已同步/, { timeout: 60_000 });
    await zhao.goto("/stewards/new");
    await expect(zhao.getByRole("heading", { name: "这里还没有小区和楼栋" })).toBeVisible();
    expect(await faults(zhao, "no buildings")).toEqual([]);

    const security = await device(browser, server);
    await security.goto("/enrol");
    await security.getByLabel("纸上的编码").fill(code);
    await choose(security);
    await security.goto("/people");
    await expect(security.locator("main button.cell", { hasText: "审二" })).toHaveCount(1);
    await security.locator("label.chip", { hasText: "大城街道" }).click();
    await expect(security.locator("main button.cell", { hasText: "鲁明" })).toHaveCount(1);

    const late = await device(browser, server);
    await late.goto(path);
    await expect(late.getByRole("alert")).toContainText("已经设置好了");
    expect(server.verify().status).toBe(0);
    expect([...desk.problems, ...zhao.problems, ...security.problems, ...late.problems]).toEqual([]);
  } finally {
    await server.dispose();
  }
});
