// What failed and why, said once more at the very end: the list above it is long, and only its end is kept by some.

const COLOUR = /\u001b\[[0-9;]*m/g;

/** A reporter for Playwright: each failed test with where it stopped and the first lines of its error. */
export default class Closing {
  failed = [];

  onTestEnd(test, { status, errors }) {
    if (status !== test.expectedStatus) this.failed.push({ test, errors });
  }

  onEnd() {
    for (const { test, errors } of this.failed) {
      console.log(`\n✗ ${test.location.file.split("/").at(-1)}: ${test.title}`);
      for (const { message = "", snippet = "", location } of errors) {
        console.log([location ? `line ${location.line}` : "", message, snippet].join("\n").replace(COLOUR, "").split("\n").slice(0, 40).join("\n"));
      }
    }
  }

  printsToStdio() {
    return false;
  }
}
