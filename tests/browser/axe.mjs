// What is wrong with a page as it stands, for those who see, hear and touch it differently.

import AxeBuilder from "@axe-core/playwright";

/** Violations of WCAG 2.2 AA, each with where. */
export async function violations(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

/** The same, and whether it is wider than the screen. */
export async function faults(page, where) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  const found = await violations(page);
  if (wide) found.push("wider than the screen");
  return found.map((fault) => `${where}: ${fault}`);
}
