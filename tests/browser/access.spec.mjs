// Every route, both languages, both text modes: no axe violation, nothing wider than the screen.

import { expect, test } from "./server.mjs";
import { device, signIn } from "./people.mjs";
import { faults, violations } from "./axe.mjs";

const ROUTES = ["/", "/council", "/council/new", "/timebank", "/timebank/new", "/stewards", "/stewards/new", "/dashboard", "/me", "/privacy", "/residents", "/people", "/grid", "/grid/qinyuan-5", "/attention", "/nowhere"];
const MODES = [
  { language: "zh-Hans", text: "standard" },
  { language: "zh-Hans", text: "elder" },
  { language: "en", text: "standard" },
  { language: "en", text: "elder" },
];

/** Chooses language and size of text as a person does, on the page of their own. */
async function choose(page, { language, text }) {
  await page.goto("/me");
  await page.getByRole("radio", { name: language === "en" ? "English" : "中文" }).check({ force: true });
  await page.getByRole("radio", { name: text === "elder" ? /长辈版|Elder|Large/ : /^标准$|^Standard$/ }).first().check({ force: true });
  await expect(page.locator("html")).toHaveAttribute("lang", language);
}

for (const mode of MODES) {
  test(`no barrier on any route: ${mode.language}, ${mode.text}`, async ({ browser, server }) => {
    test.setTimeout(120_000);
    const found = [];
    for (const name of ["秦守仁", "赵敏", "陈小雨"]) {
      const page = await signIn(browser, server, name);
      await choose(page, mode);
      const routes = name === "秦守仁" ? ROUTES : ROUTES.slice(0, 12);
      for (const route of routes) {
        await page.goto(route);
        await page.locator("main h2, main form, main .state, main li").first().waitFor();
        found.push(...(await faults(page, `${name} ${route}`)));
      }
      for (const list of ["/stewards", "/council", "/timebank", "/residents"]) {
        await page.goto(list);
        const first = page.locator("main ul li a").first();
        if (!(await first.count())) continue;
        await first.click();
        // What a record says of itself; which one stands first depends on the hour of the day.
        await page.locator("main dl").first().waitFor();
        found.push(...(await faults(page, `${name} ${list}/:id`)));
      }
      found.push(...page.problems);
      await page.context().close();
    }
    expect(found).toEqual([]);
  });
}

test("no barrier before signing in, nor on the wall", async ({ browser, server }) => {
  const page = await device(browser, server);
  await page.goto("/");
  await page.getByRole("button", { name: /秦守仁/ }).waitFor();
  const found = await faults(page, "sign-in");
  for (const path of ["/enrol/nothing", "/enrol", "/start"]) {
    await page.goto(path);
    await page.getByRole("button").first().waitFor();
    found.push(...(await faults(page, path)));
  }
  const wall = await device(browser, server, { viewport: { width: 1920, height: 1080 } });
  for (const path of ["/screen/jinbu", "/screen/jinbu?lang=en"]) {
    await wall.goto(path);
    found.push(...(await violations(wall)).map((fault) => `${path}: ${fault}`));
  }
  expect(found).toEqual([]);
});
