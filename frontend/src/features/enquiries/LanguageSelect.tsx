import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName } from '@/lib/names';

// Languages people have asked in (public sources on the breach of 2022 name most of them); any other can be chosen as its nearest.
const spoken = ['en', 'fr', 'es', 'ar', 'am', 'bn', 'bs', 'da', 'de', 'el', 'fa', 'fi', 'hi', 'hr', 'it', 'ja', 'kmr', 'ku', 'my', 'ne', 'nl', 'no', 'om', 'pl', 'prs', 'ps', 'pt', 'ro', 'ru', 'so', 'sq', 'sr', 'sv', 'sw', 'ta', 'ti', 'tr', 'uk', 'ur', 'vi', 'zh'];

type Props = { id: string; label: string; value: string; error?: string; onChange: (language: string) => void };

export function LanguageSelect({ id, label, value, error, onChange }: Props) {
  const { i18n } = useTranslation();
  const data = useMemo(() => {
    const all = (spoken.includes(value) ? spoken : [...spoken, value]).map((code) => ({ value: code, label: languageName(code, i18n.language) }));
    return all.sort((a, b) => a.label.localeCompare(b.label));
  }, [value, i18n.language]);
  return <Select id={id} label={label} searchable allowDeselect={false} limit={60} w={144} data={data} value={value} error={error} onChange={(code) => code && onChange(code)} />;
}
