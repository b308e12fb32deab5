import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/client';
import { take } from '@/api/take';
import { roles, roleWords, type Role } from '@/features/session/roles';

type Props = { role: Role; society: string; error?: string; onChange: (change: { role?: Role; society?: string }) => void };

/** The role, what it may do in a line, and for a focal point its society. */
export function RoleFields({ role, society, error, onChange }: Props) {
  const { t } = useTranslation();
  const [find, setFind] = useState('');
  const [text] = useDebouncedValue(find, 250);
  const societies = useQuery({
    queryKey: ['organisations', 'societies', text],
    enabled: role === 'society-focal-point',
    queryFn: ({ signal }) => take(api.GET('/api/organisations', { params: { query: { kind: 'national-society', text: text || undefined, limit: 200 } }, signal })),
  });
  return (
    <>
      <Select label={t('users.role')} description={t(`users.may.${role}`)} allowDeselect={false} value={role} data={roles.map((value) => ({ value, label: roleWords(value, t) }))}
        onChange={(value) => onChange({ role: (value ?? role) as Role })} />
      {role === 'society-focal-point' && (
        <Select id="society_id" label={t('users.society')} searchable searchValue={find} onSearchChange={setFind} value={society || null} error={error}
          data={societies.data?.items.map((entry) => ({ value: entry.id, label: entry.name })) ?? []} onChange={(value) => onChange({ society: value ?? '' })} />
      )}
    </>
  );
}
