import { FileInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FormErrors } from '@/components/ErrorSummary';
import { kinds } from './api';

/** The file that shows that something was done. It is sent when the form is, and kept sealed. */
export function ProofFile({ label, value, errors, onChange }: { label: string; value: File | null; errors: FormErrors; onChange: (file: File | null) => void }) {
  const { t } = useTranslation();
  return <FileInput id="file" label={label} description={t('documents.hint')} accept={kinds} clearable value={value} onChange={onChange} error={errors.file} />;
}

/** What the server says of a document is said of the field in which it was chosen. */
export function onFile({ document_id, document, ...errors }: FormErrors): FormErrors {
  const said = errors.file ?? document_id ?? document;
  return said ? { ...errors, file: said } : errors;
}
