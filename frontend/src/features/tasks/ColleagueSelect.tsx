import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/features/session/me';
import { roleWords } from '@/features/session/roles';
import { colleaguesQuery } from './api';

type Props = { label: string; value: string; onChange: (id: string) => void; error?: string; size?: 'xs' | 'sm'; disabled?: boolean };

/** Chooses who does something; oneself stands first. Empty: nobody yet. */
export function ColleagueSelect({ label, value, onChange, error, size = 'sm', disabled }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const { data } = useQuery(colleaguesQuery);
  const people = [...(data?.items ?? [])].sort((a, b) => Number(b.id === me?.id) - Number(a.id === me?.id) || a.name.localeCompare(b.name));
  return (
    <Select label={label} size={size} searchable clearable limit={80} placeholder={t('tasks.nobody')} value={value || null} error={error} disabled={disabled} w={{ base: '100%', sm: 304 }}
      data={people.map((each) => ({ value: each.id, label: `${each.name}, ${roleWords(each.role, t)}${each.id === me?.id ? ` (${t('tasks.me')})` : ''}` }))} onChange={(id) => onChange(id ?? '')} />
  );
}
