/** A real Chromium, which comes with `npm ci`, and what every page is held to. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type Page } from 'playwright-core';
import { expect } from 'vitest';

/** Pictures of what people see, to be looked at; not in the repository. */
const PICTURES = join(import.meta.dirname, '../../.lientich/pictures');

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 900 };

export async function openBrowser(): Promise<Browser> {
  return playwright.launch({
    // Made for a place where one process is all there is: there a closed tab ends the browser.
    args: chromium.args.filter((arg) => !/^--(headless|single-process|no-zygote)/.test(arg)),
    executablePath: await chromium.executablePath(),
  });
}

const axe = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** No rule of WCAG 2.2 AA broken, and nothing wider than the screen; leaves a picture. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  // Not as a script of the page, whose policy lets none in.
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as {
      axe: {
        run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await run.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  });
  expect(found, name).toEqual([]);
  const wide = await page
    .locator('html')
    .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  expect(wide, `${name} scrolls sideways`).toBe(0);
}
