import { describe, expect, it } from 'vitest';
import { pageAt, sections } from './pages';

describe('the pages of an incident', () => {
  it('finds the page of an address, with or without what lies below it', () => {
    expect(pageAt('/incidents/42')).toBe('');
    expect(pageAt('/incidents/42/facts')).toBe('facts');
    expect(pageAt('/incidents/42/decisions/7')).toBe('decisions');
  });

  it('has each page once', () => {
    const pages = sections.flatMap((section) => section.pages);
    expect(new Set(pages.map((page) => page.path)).size).toBe(pages.length);
  });
});
