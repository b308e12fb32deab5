import { Parts } from '@/components/Parts';
import { useCan } from '@/features/session/me';
import { useFilters } from '@/lib/filters';
import { ImportPage } from './ImportPage';
import { Imports } from './Imports';
import { PeopleList } from './PeopleList';

/** The named people of an incident. A list is brought in only when people are to be told one by one; one import opens by its address. */
export function PeoplePanel({ incident }: { incident: string }) {
  const can = useCan();
  const [filter, setFilter] = useFilters('import');
  if (filter.import && can('import-people')) return <ImportPage key={filter.import} incident={incident} id={filter.import} onBack={() => setFilter({ import: '' })} />;
  return (
    <Parts>
      {can('import-people') && <Imports incident={incident} onOpen={(id) => setFilter({ import: id })} />}
      {can('read-people') && <PeopleList incident={incident} />}
    </Parts>
  );
}
