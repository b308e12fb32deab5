import { act, renderHook } from '@testing-library/react';
import { MemoryRouter, useLocation } from 'react-router';
import { describe, expect, it } from 'vitest';
import { useFilters } from './filters';

describe('filters in the address', () => {
  it('keeps both of two changes that fall between two renders', () => {
    const { result } = renderHook(() => ({ filters: useFilters('text', 'whom'), at: useLocation().search }), { wrapper: ({ children }) => <MemoryRouter>{children}</MemoryRouter> });
    act(() => {
      const [, set] = result.current.filters;
      set({ text: 'france' });
      set({ whom: 'authority' });
    });
    expect(result.current.filters[0]).toEqual({ text: 'france', whom: 'authority' });
    act(() => result.current.filters[1]({ text: '' }));
    expect(result.current.at).toBe('?whom=authority');
  });
});
