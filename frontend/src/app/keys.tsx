import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { useCan } from '@/features/session/me';
import { placesFor } from './navigation';

export const searchFieldId = 'frame-search';

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Single keys work outside of fields only, and never together with Ctrl, Alt or Command, which belong to the browser. */
export function useFrameKeys({ help }: { help: () => void }): void {
  const navigate = useNavigate();
  const can = useCan();
  const going = useRef(0);
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || typing(event.target)) return;
      if (document.querySelector('[role="dialog"]')) return;
      const after = Date.now() - going.current < 1_500;
      going.current = 0;
      if (after) {
        const place = placesFor(can).find((each) => each.key === event.key);
        if (place) {
          event.preventDefault();
          void navigate(place.to);
        }
        return;
      }
      switch (event.key) {
        case '/':
          event.preventDefault();
          document.getElementById(searchFieldId)?.focus();
          break;
        case 'n':
          if (!can('open-incident')) break;
          event.preventDefault();
          void navigate('/incidents/new');
          break;
        case 'g':
          going.current = Date.now();
          break;
        case '?':
          event.preventDefault();
          help();
          break;
      }
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [can, help, navigate]);
}
