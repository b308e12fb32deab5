import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { Problem, problemOf } from '@/api/problem';
import { useDraft } from '@/lib/draft';
import { show } from '@/testing/render';
import type { ZonedInput } from '@/lib/time';
import { TimeLeft } from './Clock';
import { ConfirmWithReason } from './ConfirmWithReason';
import { ErrorSummary, fieldErrors } from './ErrorSummary';
import { stepOf } from './HeatGrid';
import { KeysetTable, type Column } from './KeysetTable';
import { ProblemBox } from './ProblemBox';
import { TimeField } from './TimeField';

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000 + 30_000).toISOString();

describe('time left', () => {
  it('says what the law times in hours', () => {
    show(<TimeLeft state="soon" dueAt={inHours(14)} />);
    expect(screen.getByText('in 14 h')).toBeTruthy();
  });
  it('calls a passed limit of the law late', () => {
    show(<TimeLeft state="late" dueAt={inHours(-14)} />);
    expect(screen.getByText(/^late by 13 h/)).toBeTruthy();
  });
  it('never calls a passed target late', () => {
    show(<TimeLeft state="in_time" targetAt={inHours(-14)} />);
    expect(screen.queryByText(/late/)).toBeNull();
    expect(screen.getByText(/^target passed/)).toBeTruthy();
  });
  it('says that a law without a fixed limit has none', () => {
    show(<TimeLeft state="none" />);
    expect(screen.getByText('no fixed limit')).toBeTruthy();
  });
});

describe('a refusal', () => {
  it('shows the sentence of the server and what was kept', () => {
    show(<ProblemBox problem={problemOf(422, { detail: 'Approver must differ from author.' })} />);
    expect(screen.getByText('Approver must differ from author.')).toBeTruthy();
    expect(screen.getByText('What you typed is still here.')).toBeTruthy();
  });
  it('says that nothing was changed when no answer came', () => {
    show(<ProblemBox problem={new Problem(0, '')} />);
    expect(screen.getByText('The server could not be reached')).toBeTruthy();
  });
  it('puts each field error at its field', () => {
    const problem = problemOf(422, { detail: 'x', errors: [{ location: 'body.title', message: 'Say what happened.' }] });
    expect(fieldErrors(problem)).toEqual({ title: 'Say what happened.' });
  });
});

describe('the error summary', () => {
  it('leads to the field', () => {
    show(<><ErrorSummary errors={{ title: 'Say what happened.' }} /><input id="title" /></>);
    fireEvent.click(screen.getByText('Say what happened.'));
    expect(document.activeElement?.id).toBe('title');
  });
});

describe('confirming with a reason', () => {
  it('does nothing without a reason, and keeps the reason when the server refuses', async () => {
    const onConfirm = vi.fn().mockRejectedValue(new Problem(409, 'It was waived a minute ago.'));
    show(<ConfirmWithReason opened onClose={() => undefined} title="Waive" action="Waive it" onConfirm={onConfirm}>Text</ConfirmWithReason>);
    fireEvent.click(screen.getByRole('button', { name: 'Waive it' }));
    expect(onConfirm).not.toHaveBeenCalled();
    expect(screen.getByText(/Write the reason/)).toBeTruthy();
    const field = screen.getByLabelText('Reason');
    fireEvent.change(field, { target: { value: 'Already told by telephone.' } });
    fireEvent.click(screen.getByRole('button', { name: 'Waive it' }));
    await waitFor(() => expect(screen.getByText('It was waived a minute ago.')).toBeTruthy());
    expect((screen.getByLabelText('Reason') as HTMLTextAreaElement).value).toBe('Already told by telephone.');
  });
});

function Form() {
  const draft = useDraft('form', { title: '', note: 'x' });
  return (
    <>
      <input aria-label="title" value={draft.value.title} onChange={(event) => draft.set({ title: event.currentTarget.value })} />
      <button onClick={draft.saved}>saved</button>
      <p>{draft.restoredAt ? 'restored' : 'fresh'}</p>
    </>
  );
}

describe('a draft', () => {
  it('survives that the page is left, and is gone once saved', () => {
    const first = show(<Form />);
    fireEvent.change(screen.getByLabelText('title'), { target: { value: 'A server was opened' } });
    first.unmount();
    const second = show(<Form />);
    expect((screen.getByLabelText('title') as HTMLInputElement).value).toBe('A server was opened');
    expect(screen.getByText('restored')).toBeTruthy();
    act(() => screen.getByText('saved').click());
    second.unmount();
    show(<Form />);
    expect(screen.getByText('fresh')).toBeTruthy();
  });
});

function TimeForm() {
  const [value, setValue] = useState<ZonedInput | null>(null);
  return <><TimeField id="at" label="Aware" value={value} onChange={setValue} /><p>{value ? 'known' : 'open'}</p></>;
}

describe('asking for a time', () => {
  it('takes "not known yet", and "now" with one press', () => {
    show(<TimeForm />);
    expect(screen.getByText('open')).toBeTruthy();
    fireEvent.click(screen.getByText('Now'));
    expect(screen.getByText('known')).toBeTruthy();
    expect(screen.getByText(/^That is .* UTC\.$/)).toBeTruthy();
  });
});

describe('a list', () => {
  const columns = [
    { key: 'name', header: 'Name', heading: true, cell: (row: { id: string }) => row.id },
    { key: 'x', header: 'Extra', extra: true, cell: () => 'hidden' },
  ];
  it('teaches when it is empty', () => {
    show(<KeysetTable id="t" label="Things" columns={columns} rows={[]} rowKey={(row) => row.id} empty="Nothing yet. Add one." />);
    expect(screen.getByText('Nothing yet. Add one.')).toBeTruthy();
  });
  it('opens a row in place and asks for more by cursor', () => {
    const more = vi.fn();
    show(<KeysetTable id="t" label="Things" columns={columns} rows={[{ id: 'a' }]} rowKey={(row) => row.id} empty="" onMore={more} detail={() => 'the detail'} />);
    expect(screen.queryByText('hidden')).toBeNull();
    fireEvent.click(screen.getByLabelText('Open a'));
    expect(screen.getByText('the detail')).toBeTruthy();
    fireEvent.click(screen.getByText('Show more'));
    expect(more).toHaveBeenCalledOnce();
  });
  it('isolates plain words and numbers from the direction of the page, and leaves elements as they are', () => {
    const cells: Column<{ id: string }>[] = [
      { key: 'name', header: 'Name', heading: true, cell: (row) => row.id },
      { key: 'count', header: 'Count', cell: () => 12 },
      { key: 'link', header: 'Link', cell: () => <a href="/x">there</a> },
    ];
    show(<KeysetTable id="d" label="Things" columns={cells} rows={[{ id: 'Example Society (2)' }]} rowKey={(row) => row.id} empty="" />);
    expect(screen.getByText('Example Society (2)').tagName).toBe('BDI');
    expect(screen.getByText('12').tagName).toBe('BDI');
    expect(screen.getByText('there').closest('bdi')).toBeNull();
  });
});

it('tints forty people visibly beside forty thousand', () => {
  expect(stepOf(40, 40_000)).toBeGreaterThan(1);
  expect(stepOf(40_000, 40_000)).toBe(5);
  expect(stepOf(0, 40_000)).toBe(0);
});
