// A steward in a stairwell without signal, the area branch at its desk, the wall in the lobby, and a server that is killed.

import { expect, test } from "./server.mjs";
import { badge, device, installed, signIn } from "./people.mjs";

const chip = (page, name) => page.locator("label.chip", { hasText: name });

/** Three taps and no typing from the first page. */
async function record(page, what, urgency) {
  await page.getByRole("link", { name: "安全隐患" }).click();
  await chip(page, what).click();
  if (urgency) await chip(page, urgency).click();
  if (urgency === "马上有危险") await expect(page.getByText("119").first()).toBeVisible();
  await page.getByRole("button", { name: "记下来" }).click();
}

/** The wall's number of hazards still open. */
async function openHazards(wall) {
  const row = wall.locator(".w-rows div", { hasText: "现在还没消除" });
  return Number(await row.locator("dd").innerText());
}

test("a hazard recorded without signal reaches branch and wall, and a killed server loses and doubles nothing", async ({
  browser,
  server,
}) => {
  const wall = await device(browser, server, { viewport: { width: 1920, height: 1080 } });
  await wall.goto("/screen/jinbu");
  const before = await openHazards(wall);

  const branch = await signIn(browser, server, "何建国", { viewport: { width: 1366, height: 768 } });
  await branch.goto("/stewards");
  const steward = await signIn(browser, server, "秦守仁");
  await installed(steward);
  await steward.context().setOffline(true);

  await record(steward, "井盖", "今天要办");
  const waiting = steward.locator("li", { hasText: "井盖" }).filter({ hasText: "待送出" });
  await expect(waiting).toHaveCount(1);
  await expect(badge(steward)).toHaveText(/1 条等信号/);

  await steward.reload();
  await expect(waiting).toHaveCount(1);
  await expect(badge(steward)).toHaveText(/1 条等信号/);
  expect(await openHazards(wall)).toBe(before);

  const seen = branch.locator("main li", { hasText: "井盖" });
  const sawBefore = await seen.count();
  await steward.context().setOffline(false);
  await expect(badge(steward)).toHaveText(/已同步/);
  await expect(seen).toHaveCount(sawBefore + 1, { timeout: 2_000 });
  await expect.poll(() => openHazards(wall), { timeout: 2_000 }).toBe(before + 1);
  await expect(waiting).toHaveCount(0);

  // The answer to the next push is lost: the server has committed, and is killed before the phone hears of it.
  await steward.goto("/");
  let pushes = 0;
  await steward.route("**/push", async (route) => {
    pushes += 1;
    if (pushes === 1) {
      await route.fetch();
      await server.kill();
    }
    // Whoever asked may have given up meanwhile.
    await route.abort("connectionreset").catch(() => {});
  });
  await record(steward, "漏水");
  await expect(badge(steward)).toHaveText(/1 条等信号|正在送出 1 条/);
  await expect.poll(() => server.running).toBe(false);
  await steward.unroute("**/push");
  await server.start();
  await expect(badge(steward)).toHaveText(/已同步/, { timeout: 40_000 });
  await expect.poll(() => openHazards(wall), { timeout: 70_000 }).toBe(before + 2);
  await branch.reload();
  await expect(seen).toHaveCount(sawBefore + 1);

  const { status, output } = server.verify();
  expect(output).toContain("0 differences");
  expect(status).toBe(0);
  expect([...steward.problems, ...branch.problems, ...wall.problems]).toEqual([]);
});

test("the branch reviews, the steward rectifies, somebody else rechecks, the general branch clears", async ({ browser, server }) => {
  const steward = await signIn(browser, server, "秦守仁");
  await record(steward, "消防", "马上有危险");
  await steward.locator("main li a", { hasText: "消防" }).first().click();
  const path = new URL(steward.url()).pathname;

  const branch = await signIn(browser, server, "何建国");
  await branch.goto(path);
  await branch.getByRole("button", { name: "属实，通过" }).click();
  await branch.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await expect(branch.getByRole("button", { name: "属实，通过" })).toHaveCount(0);

  await steward.getByRole("button", { name: "已经整改" }).click();
  await steward.getByRole("dialog").getByRole("button", { name: "确定" }).click();
  await expect(steward.getByRole("button", { name: "已经整改" })).toHaveCount(0);
  // Rechecker is never the rectifier: the steward is not offered it.
  await expect(steward.getByRole("button", { name: "复查" })).toHaveCount(0);

  await branch.getByRole("button", { name: "复查" }).click();
  await branch.getByRole("dialog").getByRole("radio", { name: "合格", exact: true }).check();
  await branch.getByRole("dialog").getByRole("button", { name: "确定" }).click();

  // The area branch is not offered what is the general branch's.
  await expect(branch.getByRole("button", { name: "销号" })).toHaveCount(0);
  const general = await signIn(browser, server, "董学文");
  await general.goto(path);
  await general.getByRole("button", { name: "销号" }).click();
  await expect(general.getByRole("button", { name: "销号" })).toHaveCount(0);
  await general.goto("/stewards");
  await expect(general.locator("main li", { hasText: "消防" }).filter({ hasText: "已销号" }).first()).toBeVisible();
  expect(server.verify().status).toBe(0);
});
