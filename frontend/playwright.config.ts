// Starts the exercise (./candour demo, built by make) on a free port with a fresh folder, runs the tests in the system's browser, and keeps what they leave in build/e2e.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, devices } from '@playwright/test';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = `${root}build/e2e`;

// This file is read again by every worker; only the first reading picks the port and empties the folder, the rest inherit both.
if (!process.env.CANDOUR_E2E_PORT) {
  const free = "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{process.stdout.write(String(s.address().port));s.close()})";
  process.env.CANDOUR_E2E_PORT = execFileSync(process.execPath, ['-e', free], { encoding: 'utf8' });
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
}
const address = `127.0.0.1:${process.env.CANDOUR_E2E_PORT}`;

export default defineConfig({
  testDir: 'e2e',
  outputDir: `${out}/artefacts`,
  // One server, one database, one story: the tests follow each other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: `${out}/report.json` }]],
  use: {
    baseURL: `http://${address}`,
    locale: 'en-GB',
    timezoneId: 'Europe/Zurich',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      // The system's browser: nothing is downloaded. Without its sandbox because containers and CI run as root.
      executablePath: process.env.CANDOUR_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox'],
    },
  },
  projects: [{ name: 'chromium', use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } } }],
  webServer: {
    command: './candour demo build/e2e/data',
    cwd: root,
    env: { CANDOUR_LISTEN: address },
    url: `http://${address}/api/health`,
    reuseExistingServer: false,
    timeout: 120_000,
    stdout: 'ignore',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  },
});
