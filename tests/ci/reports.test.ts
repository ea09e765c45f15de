// reports.test.ts — what the closing lines count is what CTest and Playwright reported.

import { expect, test } from '@playwright/test';
import { countJunit } from '../../.ci/cplusplus.mjs';
import { countReport } from '../../.ci/playwright.mjs';

const junit = (tests: number, failures: number, output = '') =>
  `<testsuite name="x"\n\ttests="${tests}"\n\tfailures="${failures}"\n>${output}</testsuite>`;

test('CTest\'s files are counted, and Catch2\'s cases behind them', () => {
  expect(countJunit(junit(3, 1, `All tests passed (12 assertions in 4 test cases)
All tests passed (1 assertion in 1 test case)
test cases:  5 |  4 passed | 1 failed
assertions: 20 | 19 passed | 1 failed
`))).toEqual({ passed: 2, failed: 1, note: '10 test cases, 33 assertions' });
});

test('no report, or one without tests, is a failure', () => {
  expect(() => countJunit('')).toThrow('no report');
  expect(() => countJunit(junit(0, 0))).toThrow('no test');
});

const report = (stats: object, errors: object[] = []) => countReport({ errors,
  stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats } });

test('a flaky test has failed, and so has a file that could not be read', () => {
  expect(report({ expected: 5, unexpected: 1, flaky: 2, skipped: 3 }, [{}]))
    .toEqual({ passed: 5, failed: 4, note: '3 skipped' });
});

test('a run that found no test has failed', () => {
  expect(() => report({})).toThrow('no test');
});
