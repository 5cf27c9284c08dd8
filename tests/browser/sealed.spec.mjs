// Photos of what is sealed: on the author's own device, and where somebody opens it, as long as it is open.

import { expect, test } from "./server.mjs";
import { faults } from "./axe.mjs";
import { badge, signIn } from "./people.mjs";
import { jpeg } from "./pictures.mjs";

const DESK = { viewport: { width: 1366, height: 768 } };
const chip = (page, name) => page.locator("label.chip", { hasText: name });
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
const shown = (page) => page.locator(".photos img");

test("photos of a theft are seen by who opens it, for five minutes, and stay nowhere", async ({ browser, server }) => {
  test.setTimeout(90_000);
  const steward = await signIn(browser, server, "秦守仁");
  await steward.getByRole("link", { name: "偷盗", exact: true }).click();
  await chip(steward, "自行车").first().click();
  await steward.locator("#photos").setInputFiles({ name: "p.jpg", mimeType: "image/jpeg", buffer: await jpeg(steward) });
  await expect(shown(steward)).toHaveCount(1);
  await press(steward, "记下来");
  await expect(badge(steward)).toHaveText(/已同步/, { timeout: 15_000 });
  await steward.locator("main li", { hasText: "偷盗" }).first().click();
  await expect(shown(steward), "the author's own device shows it as ever").toHaveCount(1);
  const path = new URL(steward.url()).pathname;

  const mediator = await signIn(browser, server, "白正", DESK);
  await mediator.clock.install();
  await mediator.goto(path);
  await expect(mediator.getByText("内容是密封的")).toBeVisible();
  await expect(shown(mediator)).toHaveCount(0);
  await press(mediator, "打开看");
  await chip(mediator, "核对").click();
  const came = mediator.waitForResponse(/\/api\/sealed\/[^/]+\/[^/]+\/[^/]+\?look=/);
  await mediator.getByRole("dialog").getByRole("button", { name: "打开看" }).click();
  const answer = await came;
  expect([answer.status(), answer.headers()["cache-control"]]).toEqual([200, "no-store"]);
  await expect(shown(mediator)).toHaveCount(1);
  expect(await shown(mediator).evaluate((image) => image.decode().then(() => image.naturalWidth))).toBe(640);
  await expect(mediator.getByText("只在这里显示五分钟")).toBeVisible();
  expect(await faults(mediator, "an opened theft")).toEqual([]);

  // Nobody else gets it, whatever they know of it; nor does the mediator by the way of what is not sealed.
  const opened = new URL(answer.url());
  const status = (page, address) => page.evaluate((address) => fetch(address).then((answer) => answer.status), address);
  const plain = opened.pathname.replace(/sealed\/([^/]+)\/[^/]+/, "photos/$1");
  expect(await status(mediator, plain)).toBe(404);
  for (const name of ["赵敏", "何建国", "周桂芳"]) {
    const other = await signIn(browser, server, name, DESK);
    expect(await status(other, opened.pathname + opened.search), name).toBe(404);
    await other.context().close();
  }
  // Neither caches nor databases have it.
  const kept = await mediator.evaluate(async (photo) => {
    const all = [];
    for (const name of await caches.keys()) {
      for (const request of await (await caches.open(name)).keys()) all.push(request.url);
    }
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        if (store === "photo") all.push(...(await done(database.transaction(store).objectStore(store).getAllKeys())));
      }
      database.close();
    }
    return all.filter((one) => String(one).includes("/api/") || String(one).includes(photo));
  }, opened.pathname.split("/").pop());
  expect(kept).toEqual([]);

  await mediator.clock.fastForward("05:01");
  await expect(shown(mediator)).toHaveCount(0);
  await expect(mediator.getByText("内容是密封的")).toBeVisible();
  expect([...steward.problems, ...mediator.problems]).toEqual([]);
});
