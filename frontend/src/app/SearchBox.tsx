import { Kbd, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Icon } from '@/components/Icon';
import { searchFieldId } from './keys';
import classes from './SearchBox.module.css';

export function SearchBox() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [words, setWords] = useState('');

  function search(event: FormEvent) {
    event.preventDefault();
    if (words.trim()) void navigate(`/search?q=${encodeURIComponent(words.trim())}`);
  }

  return (
    <form role="search" onSubmit={search} className={classes.search}>
      <TextInput
        id={searchFieldId}
        type="search"
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        placeholder={t('frame.search')}
        aria-label={t('frame.search')}
        title={t('frame.searchHint')}
        leftSection={<Icon name="search" />}
        rightSection={<Kbd size="xs" className={classes.key} aria-hidden>/</Kbd>}
      />
    </form>
  );
}
