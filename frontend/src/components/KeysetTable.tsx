import { ActionIcon, Button, Checkbox, Group, Menu, Skeleton, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { Fragment, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './Icon';
import classes from './KeysetTable.module.css';
import { ProblemBox } from './ProblemBox';

export type Column<Row> = {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  numeric?: boolean;
  /** The row's own name: always shown, first on a card. */
  heading?: boolean;
  /** Not shown until chosen. */
  extra?: boolean;
};

type Props<Row> = {
  /** Names the table where the choice of columns is kept. */
  id: string;
  label: string;
  columns: Column<Row>[];
  rows: Row[] | undefined;
  rowKey: (row: Row) => string;
  rowName?: (row: Row) => string;
  problem?: unknown;
  onRetry?: () => void;
  /** Present while there are further pages. */
  onMore?: () => void;
  loadingMore?: boolean;
  /** The row that is open when the list first shows. */
  openFirst?: string;
  /** Opens under its row, in place. */
  detail?: (row: Row) => ReactNode;
  empty: ReactNode;
  toolbar?: ReactNode;
  /** A short table needs no choice of columns. */
  fixedColumns?: boolean;
};

/**
 * A list by pages of a cursor: a table on a wide screen, cards on a telephone. It is one set of elements with explicit roles, because a
 * table that is displayed as blocks is otherwise no table to a screen reader.
 */
export function KeysetTable<Row>(props: Props<Row>) {
  const { columns, rows, rowKey, detail, label } = props;
  const { t } = useTranslation();
  const [hidden, setHidden] = useLocalStorage<string[]>({
    key: `candour-columns:${props.id}`,
    defaultValue: columns.filter((column) => column.extra).map((column) => column.key),
    getInitialValueInEffect: false,
  });
  const [open, setOpen] = useState<string | null>(props.openFirst || null);
  const shown = columns.filter((column) => column.heading || !hidden.includes(column.key));
  const width = shown.length + (detail ? 1 : 0);

  return (
    <div>
      <Group className={classes.toolbar} gap="xs">
        {props.toolbar}
        {!props.fixedColumns && <ColumnChoice columns={columns} hidden={hidden} onChange={setHidden} />}
      </Group>
      {props.problem ? <ProblemBox problem={props.problem} onRetry={props.onRetry} /> : null}
      {rows?.length === 0 && !props.problem ? <div className={classes.empty}>{props.empty}</div> : null}
      {(rows === undefined || rows.length > 0) && !(props.problem && !rows) ? (
        <table role="table" aria-label={label} className={classes.table} aria-busy={rows === undefined}>
          <thead role="rowgroup">
            <tr role="row">
              {shown.map((column) => <th key={column.key} role="columnheader" scope="col" data-numeric={column.numeric}>{column.header}</th>)}
              {detail && <th role="columnheader" scope="col" className={classes.toggleCell}><span className={classes.unseen}>{t('common.details')}</span></th>}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {rows === undefined && <Bones width={width} />}
            {rows?.map((row) => {
              const key = rowKey(row);
              const isOpen = open === key;
              const name = props.rowName?.(row) ?? key;
              return (
                <Fragment key={key}>
                  <tr role="row" data-open={isOpen || undefined}>
                    {shown.map((column) =>
                      column.heading ? (
                        <th key={column.key} role="rowheader" scope="row" className={classes.heading}>{isolated(column.cell(row))}</th>
                      ) : (
                        <td key={column.key} role="cell" data-numeric={column.numeric} data-label={column.header}>{isolated(column.cell(row))}</td>
                      ),
                    )}
                    {detail && (
                      <td role="cell" className={classes.toggleCell}>
                        <ActionIcon variant="subtle" color="gray" aria-expanded={isOpen}
                          aria-label={isOpen ? t('common.table.closeRow', { name }) : t('common.table.openRow', { name })}
                          onClick={() => setOpen(isOpen ? null : key)}>
                          <Icon name="down" />
                        </ActionIcon>
                      </td>
                    )}
                  </tr>
                  {detail && isOpen && (
                    <tr role="row" className={classes.detail}><td role="cell" colSpan={width}>{detail(row)}</td></tr>
                  )}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      ) : null}
      {rows && rows.length > 0 && (
        <Group mt="sm" gap="sm" className="no-print">
          <Text size="sm" c="dimmed" role="status">{t('common.shown', { count: rows.length })}</Text>
          {props.onMore && <Button size="xs" variant="default" loading={props.loadingMore} onClick={props.onMore}>{t('common.showMore')}</Button>}
        </Group>
      )}
    </div>
  );
}

// A name in Latin letters inside an Arabic page keeps its own direction, and so does the number beside it.
function isolated(content: ReactNode): ReactNode {
  return typeof content === 'string' || typeof content === 'number' ? <bdi>{content}</bdi> : content;
}

function Bones({ width }: { width: number }) {
  return Array.from({ length: 6 }, (_, row) => (
    <tr key={row} role="row" aria-hidden>
      {Array.from({ length: width }, (_, cell) => <td key={cell} role="cell"><Skeleton height={16} width={cell === 0 ? '80%' : '56%'} my={4} /></td>)}
    </tr>
  ));
}

function ColumnChoice<Row>({ columns, hidden, onChange }: { columns: Column<Row>[]; hidden: string[]; onChange: (hidden: string[]) => void }) {
  const { t } = useTranslation();
  return (
    <Menu closeOnItemClick={false} position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" size="sm" className={`${classes.columns} no-print`} leftSection={<Icon name="columns" size={16} />}>{t('common.columns')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.columnList}>
          {columns.filter((column) => !column.heading).map((column) => (
            <Checkbox key={column.key} label={column.header} checked={!hidden.includes(column.key)}
              onChange={(event) => onChange(event.currentTarget.checked ? hidden.filter((key) => key !== column.key) : [...hidden, column.key])} />
          ))}
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}
