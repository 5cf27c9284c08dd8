// What somebody types who wants a script to run in other people's browsers, and ears that hear when one does.

/** Each fits in the name of a party (40 characters). `runs`: set as markup by careless code, it would be heard. */
export const CORPUS = [
  { text: `<img src=x onerror="hit('img')">`, runs: true },
  { text: `<svg onload="hit('svg')"></svg>`, runs: true },
  { text: `<script>hit('script')</script>`, runs: true },
  { text: `</textarea><img src=x onerror=hit(5)>`, runs: true },
  { text: `"><iframe srcdoc="<script>">`, runs: true },
  { text: `' autofocus onfocus='hit(1)' x='`, runs: false },
  { text: `<a href="javascript:hit(6)">点</a>`, runs: true },
  { text: `javascript:hit('url')`, runs: false },
  { text: `{{hit.constructor('hit(2)')()}}`, runs: false },
  { text: `&lt;img src=x onerror=hit(7)&gt;`, runs: false },
  { text: `\u202E<b onpointerenter=hit('bidi')>\u202C`, runs: true },
  { text: `＜script＞hit('wide')＜／script＞\u2028<!--`, runs: false },
];

/** The n-th text of the corpus, over and over, with a mark of its own so that it can be looked for. */
export const typed = (n) => `${CORPUS[n % CORPUS.length].text}号${n}`;

/** Hears dialogs, violations of the policy, scripts that ran, and markup that the app itself never makes. */
export async function listen(context) {
  const heard = [];
  await context.exposeFunction("overheard", (what) => void heard.push(what));
  await context.addInitScript(() => {
    window.hit = (what) => window.overheard(`ran: ${what}`);
    document.addEventListener("securitypolicyviolation", (event) =>
      window.overheard(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample} on ${location.pathname}`),
    );
  });
  context.on("page", (page) =>
    page.on("dialog", async (dialog) => {
      heard.push(`dialog: ${dialog.message()}`);
      await dialog.dismiss();
    }),
  );
  return heard;
}

/** Elements that only a text of the corpus can have brought: none of ours has such an attribute, address or name. */
export const foreign = (page) =>
  page.evaluate(() => {
    const own = (element) => [...element.attributes].every(({ name, value }) => !/^on/i.test(name) && !/^\s*javascript:/i.test(value));
    const strange = [...document.querySelectorAll("body *")].filter(
      (element) => !own(element) || ["IFRAME", "OBJECT", "EMBED", "MATH"].includes(element.tagName) || element.getAttribute("src") === "x",
    );
    const scripts = [...document.scripts].filter((script) => script.textContent.includes("hit("));
    return [...strange, ...scripts].map((element) => `${location.pathname}: ${element.outerHTML.slice(0, 120)}`);
  });
