// Ask axe-core, in jsdom, what it finds on the pages of a folder: {path: [rule, …]} on stdout.
// What needs a drawn page (contrast, sizes) it cannot say there.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";
import { JSDOM } from "jsdom";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const [folder] = process.argv.slice(2);
const paths = JSON.parse(readFileSync(0, "utf-8"));
const found = {};
for (const path of paths) {
  const { window } = new JSDOM(readFileSync(join(folder, path), "utf-8"), {
    runScripts: "outside-only",
    url: "https://ledger.example/" + path,
  });
  window.eval(axe);
  const result = await window.axe.run(window.document, {
    rules: { "color-contrast": { enabled: false } },
  });
  found[path] = {
    violations: result.violations.map((each) => each.id),
    passes: result.passes.length,
  };
  window.close();
}
process.stdout.write(JSON.stringify(found));
