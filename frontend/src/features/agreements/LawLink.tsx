import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StateBadge } from '@/components/StateBadge';
import { useCan } from '@/features/session/me';

type Props = { row: { regime: string; law: string; agreement: boolean }; size?: 'xs' | 'sm' };

/** The law behind a line, or the agreement: one look tells which. */
export function LawLink({ row, size = 'sm' }: Props) {
  const can = useCan();
  if (!row.agreement) return <Anchor component={Link} size={size} to={`/laws/${row.regime}`}>{row.law}</Anchor>;
  return (
    <>
      <AgreementMark />{' '}
      {can('read-agreements') ? <Anchor component={Link} size={size} to={`/agreements/${row.regime}`}>{row.law}</Anchor> : row.law}
    </>
  );
}

export function AgreementMark() {
  const { t } = useTranslation();
  return <StateBadge state="none" icon="document">{t('clocks.agreement')}</StateBadge>;
}
