import { Alert, Anchor, List, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem } from '@/api/problem';
import { Icon } from './Icon';
import { ProblemBox } from './ProblemBox';

export type FormErrors = Record<string, string>;

/** The server's words per field, for the fields this form has; what belongs to no field is left to the summary. */
export function fieldErrors(cause: unknown): FormErrors {
  if (!cause) return {};
  return Object.fromEntries(asProblem(cause).fields.filter((each) => each.field).map((each) => [each.field, each.message]));
}

/**
 * All that is wrong, on top of the form, each a link to its field (the field's id is its name). It takes the focus when it appears,
 * so that a screen reader starts with it.
 */
export function ErrorSummary({ errors, problem, prefix = '' }: { errors: FormErrors; problem?: unknown; prefix?: string }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const entries = Object.entries(errors);
  const shown = entries.length > 0;
  const text = JSON.stringify(errors);
  useEffect(() => {
    if (shown) box.current?.focus();
  }, [shown, text]);

  if (!shown) return problem ? <ProblemBox problem={problem} /> : null;
  return (
    <Alert ref={box} tabIndex={-1} color="red" variant="light" role="alert" icon={<Icon name="late" />} title={t('common.errors.summary', { count: entries.length })}>
      <List size="sm" spacing={4}>
        {entries.map(([field, message]) => (
          <List.Item key={field}>
            <Anchor size="sm" href={`#${prefix}${field}`} onClick={(event) => {
              event.preventDefault();
              document.getElementById(prefix + field)?.focus();
            }}>{message}</Anchor>
          </List.Item>
        ))}
      </List>
      {!!problem && <Text size="sm" mt="xs">{t('common.errors.kept')}</Text>}
    </Alert>
  );
}
