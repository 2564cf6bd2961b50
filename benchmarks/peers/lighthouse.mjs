// Runs Lighthouse on one URL after the other in one browser: a line {"url", "mode"} in, a line of figures out.
// Arguments: folder of its node_modules, path of Chromium, switches of Chromium as JSON.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, chromePath, switches] = process.argv.slice(2);
const require = createRequire(`${folder}/package.json`);
const { default: lighthouse } = await import(pathToFileURL(require.resolve("lighthouse")).href);
const { launch } = await import(pathToFileURL(require.resolve("chrome-launcher")).href);

const chrome = await launch({
  chromePath,
  chromeFlags: [...JSON.parse(switches), "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"],
});
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const { url, mode } = JSON.parse(line);
  const began = performance.now();
  let told;
  try {
    const options = { port: chrome.port, logLevel: "silent", onlyCategories: ["performance"], throttlingMethod: mode };
    const { lhr } = await lighthouse(url, options);
    const value = (id) => lhr.audits[id].numericValue;
    told = {
      fcp_ms: value("first-contentful-paint"),
      lcp_ms: value("largest-contentful-paint"),
      cls: value("cumulative-layout-shift"),
      tbt_ms: value("total-blocking-time"),
      si_ms: value("speed-index"),
      score: lhr.categories.performance.score,
      requests: lhr.audits["network-requests"].details.items.length,
      version: lhr.lighthouseVersion,
      index: lhr.environment.benchmarkIndex,
      error: lhr.runtimeError ? lhr.runtimeError.message : "",
    };
  } catch (error) {
    told = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify({ ...told, seconds: (performance.now() - began) / 1000 })}\n`);
}
await chrome.kill();
