// counts.mjs — how many tests passed and failed, out of the reports that the runners write.

/** A CTest test is a file of Catch2 test cases or one scenario: cases and assertions are added up. */
export function ctestCounts(junit) {
  let [passed, failed, cases, assertions] = [0, 0, 0, 0];
  for (const [, attributes, body] of junit.matchAll(/<testcase ([^>]*)>([\s\S]*?)<\/testcase>/g)) {
    if (!/status="run"/.test(attributes)) {
      failed += /status="fail"/.test(attributes) ? 1 : 0;
      continue;
    }
    passed += 1;
    const all = /All tests passed \((\d+) assertions? in (\d+) test cases?\)/.exec(body);
    if (!all) continue;
    assertions += Number(all[1]);
    cases += Number(all[2]);
  }
  // Nothing run is not success.
  if (passed + failed === 0) failed = 1;
  return { passed, failed, detail: `${cases} test cases, ${assertions} assertions in those` };
}

export function playwrightCounts({ stats, errors }) {
  const failed = stats.unexpected + stats.flaky + (errors?.length ?? 0);
  const passed = stats.expected;
  const detail = stats.skipped > 0 ? `${stats.skipped} skipped` : undefined;
  return { passed, failed: passed + failed === 0 ? 1 : failed, detail };
}
