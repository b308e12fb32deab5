import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isKnown, rangeWords, type Range } from '@/lib/range';
import classes from './HeatGrid.module.css';

type Props = {
  label: string;
  rowHeader: string;
  rows: { id: string; name: ReactNode }[];
  columns: { id: string; name: string }[];
  /** undefined: nobody of this row is in this data set; a range without ends: how many is not known yet. */
  cell: (row: string, column: string) => Range | undefined;
  onOpen?: (row: string, column: string) => void;
  /** Where nobody stands yet, somebody can be put. */
  onEmpty?: (row: string, column: string) => void;
  total?: (row: string) => Range;
  totalLabel?: string;
};

/** Counts as a table whose cells are tinted by size, so that where most people are is seen before a number is read. */
export function HeatGrid({ label, rowHeader, rows, columns, cell, onOpen, onEmpty, total, totalLabel }: Props) {
  const { t, i18n } = useTranslation();
  const largest = Math.max(1, ...rows.flatMap((row) => columns.map((column) => size(cell(row.id, column.id)))));
  const words = (range: Range | undefined) => (range ? (rangeWords(range, 'count', t, i18n.language) ?? '?') : '');

  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={label}>
      <table className={classes.grid}>
        <thead>
          <tr>
            <th scope="col">{rowHeader}</th>
            {columns.map((column) => <th key={column.id} scope="col">{column.name}</th>)}
            {total && <th scope="col">{totalLabel}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.name}</th>
              {columns.map((column) => {
                const range = cell(row.id, column.id);
                const step = range ? stepOf(size(range), largest) : undefined;
                const text = words(range);
                return (
                  <td key={column.id} data-step={step} data-unknown={range && !isKnown(range) ? true : undefined}>
                    {range && onOpen ? (
                      <button type="button" className={classes.open} onClick={() => onOpen(row.id, column.id)}>
                        <bdi>{text === '?' ? t('common.notKnownYet') : text}</bdi>
                      </button>
                    ) : !range && onEmpty ? (
                      <button type="button" className={classes.empty} aria-label={`${t('common.add')}: ${column.name}`} onClick={() => onEmpty(row.id, column.id)}>+</button>
                    ) : (
                      <bdi>{text === '?' ? t('common.notKnownYet') : text}</bdi>
                    )}
                  </td>
                );
              })}
              {total && <td className={classes.total}><bdi>{words(total(row.id))}</bdi></td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function size(range: Range | undefined): number {
  return range?.min ?? range?.max ?? 0;
}

/** Five steps on a logarithmic scale: 40 people beside 40,000 must not vanish. */
export function stepOf(n: number, largest: number): number {
  if (n <= 0) return 0;
  return Math.max(1, Math.ceil((5 * Math.log(n + 1)) / Math.log(largest + 1)));
}
