import { useId, type KeyboardEvent, type Ref } from 'react';
import { byDigit, digitOf } from './enquiries';
import classes from './Enquiries.module.css';

type Option = { id: string; label: string };
type Props = { legend: string; hint?: string; options: readonly Option[]; value: string; error?: string; first?: Ref<HTMLInputElement>; id: string; onChange: (id: string) => void; onChosen?: () => void };

/** One of a few, by mouse, by arrows, or by its digit while the list has the focus. */
export function Choice({ legend, hint, options, value, error, first, id, onChange, onChosen }: Props) {
  const name = useId();
  function onKey(event: KeyboardEvent) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const chosen = byDigit(options, event.key);
    if (chosen) {
      event.preventDefault();
      onChange(chosen.id);
      onChosen?.();
    }
  }
  return (
    <fieldset className={classes.choice} onKeyDown={onKey}>
      <legend>{legend} {hint && <span className={classes.hint}>{hint}</span>}</legend>
      {error && <p className={classes.error}>{error}</p>}
      <div className={classes.options}>
        {options.map((option, place) => (
          <label key={option.id} className={classes.option} data-chosen={value === option.id || undefined} data-danger={option.id === 'in-danger' || option.id === 'safety' || undefined}>
            <input type="radio" name={name} id={place === 0 ? id : undefined} ref={place === 0 ? first : undefined} checked={value === option.id} onChange={() => onChange(option.id)} />
            <kbd aria-hidden>{digitOf(place)}</kbd>
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
