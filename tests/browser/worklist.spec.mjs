// The work list: what presses most first, mine, my area's, and one found by what it says, who has it and where it is.

import { expect, test } from "./server.mjs";
import { signIn } from "./people.mjs";
import { faults } from "./axe.mjs";

test("a secretary sees what is overdue first and finds a record by its words, a name, initials and the door", async ({ browser, server }) => {
  const secretary = await signIn(browser, server, "何建国");
  const waits = secretary.locator("section", { hasText: "等我处理" });
  await expect(waits.locator(".cell")).toHaveCount(5);
  await expect(waits.locator(".cell").first()).toContainText("已过期");
  // So many stand under the brand as the link says.
  const more = waits.getByRole("link", { name: /^楼长 \d+ 件/ });
  const count = Number((await more.textContent()).match(/\d+/)[0]);
  await more.click();
  await expect(secretary.locator("main .list .cell")).toHaveCount(count);

  await secretary.getByRole("link", { name: "我这一片" }).click();
  const list = secretary.locator("main section", { hasText: "记录" }).locator(".list .cell");
  await expect(list.first()).toContainText("已过期");
  const all = await list.count();
  const find = secretary.getByLabel("找一条");
  for (const [typed, has] of [["电线", "电线私拉"], ["qsr", "5号楼"], ["秦守仁", "5号楼"], ["5-3", "5号楼"], ["5号楼 代办", "代办"]]) {
    await find.fill(typed);
    await expect(list.filter({ hasNotText: has }), `${typed} finds nothing else`).toHaveCount(0);
    expect(await list.count()).toBeGreaterThan(0);
    expect(await list.count()).toBeLessThan(all);
  }
  await find.fill("没有这样的");
  await expect(secretary.getByText("没有找到")).toBeVisible();
  expect(await faults(secretary, "work list")).toEqual([]);
  await find.fill("");
  await expect(list).toHaveCount(all);
  await secretary.getByRole("link", { name: "已过期", exact: true }).click();
  for (const end of await list.locator(".end").allTextContents()) expect(end).toContain("已过期");
  expect(secretary.problems).toEqual([]);
});
