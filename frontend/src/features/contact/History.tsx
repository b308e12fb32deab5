import { Button, List, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { When } from '@/components/When';
import type { Version } from './api';
import { PlanFacts } from './PlanFacts';

/** Every version of a plan with who set it and why; none is ever changed. */
export function History({ versions, person }: { versions: Version[]; person?: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<number | null>(null);
  if (versions.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>{t('contact.versions')}</Text>
      <List listStyleType="none" size="sm" spacing={4}>
        {versions.map((version, i) => (
          <List.Item key={version.number} styles={{ itemWrapper: { display: 'block' }, itemLabel: { display: 'block' } }}>
            {i > 0 ? (
              <Button size="compact-sm" variant="subtle" aria-expanded={open === version.number} onClick={() => setOpen(open === version.number ? null : version.number)}>
                {t('contact.version', { number: version.number })}
              </Button>
            ) : <strong>{t('contact.version', { number: version.number })}</strong>}
            {' '}<Text span size="xs" c="dimmed"><bdi>{version.set_by}</bdi> · <When at={version.set_at} /> · <q>{version.why}</q></Text>
            {open === version.number && <PlanFacts plan={version.plan} person={person} />}
          </List.Item>
        ))}
      </List>
    </div>
  );
}
