import { useTranslation } from 'react-i18next';
import { PageHead } from '@/components/PageHead';
import { TaskTable } from './TaskTable';

/** What I have to do, over all incidents, soonest first. */
export function Component() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t('tasks.my')} lead={t('tasks.myLead')} />
      <TaskTable owner="me" empty={t('tasks.myEmpty')} />
    </>
  );
}
