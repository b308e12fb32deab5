import { DirectionProvider, MantineProvider, localStorageColorSchemeManager } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { RouterProvider } from 'react-router';
import { queryClient } from '@/api/queries';
import { DirectionSync } from '@/app/DirectionSync';
import { router } from '@/app/routes';
import { theme } from '@/app/theme';
import { Toasts } from '@/components/Toasts';
import { styleNonce } from '@/lib/nonce';

export function App() {
  const [manager] = useState(() => localStorageColorSchemeManager({ key: 'candour-colour-scheme' }));
  return (
    <DirectionProvider>
      <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={manager} getStyleNonce={styleNonce}>
        <QueryClientProvider client={queryClient}>
          <DirectionSync />
          <RouterProvider router={router} />
          <Toasts />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}
