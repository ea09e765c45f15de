// reports.test.ts — what the closing lines count is what CTest and Playwright reported.

import { expect, test } from '@playwright/test';
import { countJunit } from '../../.ci/cplusplus.mjs';
import { countReport } from '../../.ci/playwright.mjs';

const junit = (tests: number, failures: number, output = '') =>
  `<testsuite name="x"\n\ttests="${tests}"\n\tfailures="${failures}"\n>
\t<testcase name="spec.sound" time="0.1" status="run"><system-out>fine</system-out></testcase>
\t<testcase name="spec.broken" time="0.1" status="fail"><failure message=""/>
\t\t<system-out>1 &lt; 0\nwas expected</system-out></testcase>
<system-out>${output}</system-out></testsuite>`;

test('CTest\'s files are counted, and Catch2\'s cases behind them', () => {
  expect(countJunit(junit(3, 1, `All tests passed (12 assertions in 4 test cases)
All tests passed (1 assertion in 1 test case)
test cases:  5 |  4 passed | 1 failed
assertions: 20 | 19 passed | 1 failed
`))).toEqual({ passed: 2, failed: 1, note: '10 test cases, 33 assertions',
    failures: ['spec.broken\n    1 < 0\n    was expected'] });
});

test('no report, or one without tests, is a failure', () => {
  expect(() => countJunit('')).toThrow('no report');
  expect(() => countJunit(junit(0, 0))).toThrow('no test');
});

const report = (stats: object, errors: object[] = [], suites: object[] = []) => countReport({
  errors, suites, stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats } });

test('a flaky test has failed, and so has a file that could not be read', () => {
  expect(report({ expected: 5, unexpected: 1, flaky: 2, skipped: 3 }, [{ message: 'no file' }]))
    .toEqual({ passed: 5, failed: 4, note: '3 skipped', failures: ['    no file'] });
});

test('what failed is named, with where it stands and the first lines of its reason', () => {
  const spec = (title: string, status: string, message: string) => ({ title, line: 7,
    file: 'web/x.test.ts', tests: [{ status, projectName: 'logic',
      results: [{ errors: message ? [{ message }] : [] }] }] });
  const suites = [{ specs: [spec('holds', 'expected', '')],
    suites: [{ specs: [spec('breaks', 'unexpected', '\u001b[31mError: 1\u001b[39m\n\nis 2')] }] }];
  expect(report({ expected: 1, unexpected: 1 }, [], suites).failures)
    .toEqual(['[logic] web/x.test.ts:7 › breaks\n    Error: 1\n    is 2']);
});

test('a run that found no test has failed', () => {
  expect(() => report({})).toThrow('no test');
});
