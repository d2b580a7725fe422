/** A reporter that prints what the tests print, and why they fail. */
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

export default class Plain implements Reporter {
  onStdOut(chunk: string | Buffer): void {
    process.stdout.write(chunk);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    for (const error of result.errors) process.stdout.write(`${test.title}: ${error.message ?? error.value}\n`);
  }
}
